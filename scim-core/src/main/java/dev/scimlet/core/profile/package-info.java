/**
 * Client profiles: how far the service provider follows clients that leave the letter of RFC 7643 and RFC 7644.
 *
 * <p>Start at {@link dev.scimlet.core.profile.ClientProfile}. The package only names the switches; what each does stands
 * where the rule is applied.
 */
@NullMarked
package dev.scimlet.core.profile;

import org.jspecify.annotations.NullMarked;
