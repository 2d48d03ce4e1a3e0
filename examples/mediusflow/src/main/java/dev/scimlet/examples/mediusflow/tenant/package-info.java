/**
 * Who may do what: tenants, the administrators who sign in, and the secrets that directories present.
 *
 * <p>Start at {@link dev.scimlet.examples.mediusflow.tenant.Tenants}. An organisation has several tenants, such as
 * production and test, and its administrators see all of them and nobody else's. Passwords, session tokens and
 * provisioning secrets are kept as hashes only; each is told to a person once. How they travel (cookies, headers) is not
 * known here.
 */
@NullMarked
package dev.scimlet.examples.mediusflow.tenant;

import org.jspecify.annotations.NullMarked;
