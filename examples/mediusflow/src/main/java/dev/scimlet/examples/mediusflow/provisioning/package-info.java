/**
 * What MediusFlow adds to have directories provision its users: this is all of the integration.
 *
 * <p>Start at {@link dev.scimlet.examples.mediusflow.provisioning.Provisioning}, which says which SCIM attribute is which
 * column, and whose directories may send it. {@link dev.scimlet.examples.mediusflow.provisioning.TenantRules} refuses what
 * the application does not want now, {@link dev.scimlet.examples.mediusflow.provisioning.NewAccounts} fills in what directories do not send. The
 * protocol, the directories and the log are the library's.
 */
@NullMarked
package dev.scimlet.examples.mediusflow.provisioning;

import org.jspecify.annotations.NullMarked;
