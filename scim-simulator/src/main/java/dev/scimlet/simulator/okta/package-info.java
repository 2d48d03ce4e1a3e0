/**
 * A simulated Okta, as far as its documentation is certain: the order and the shapes of its requests.
 *
 * <p>Start at {@link dev.scimlet.simulator.okta.OktaService}: it tests the credentials, imports, assigns, pushes
 * profiles and groups, and deactivates, from the same source directory as the simulated Entra ID. Okta updates profiles by
 * GET and PUT; whether status and groups travel by PATCH or by PUT depends on the kind of integration. It never deletes
 * users.
 */
@NullMarked
package dev.scimlet.simulator.okta;

import org.jspecify.annotations.NullMarked;
