/**
 * The provisioning log: who did what to which resource, when, how it ended and why, in words.
 *
 * <p>Start at {@link dev.scimlet.examples.mediusflow.log.ProvisioningLog}. Entries are written once and never changed. A
 * log of a tenant is for its administrators, so that they need not ask us why somebody is missing; it is no log of the
 * server for those who run it.
 */
@NullMarked
package dev.scimlet.examples.mediusflow.log;

import org.jspecify.annotations.NullMarked;
