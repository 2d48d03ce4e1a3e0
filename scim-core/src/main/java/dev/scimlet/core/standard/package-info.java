/**
 * What RFC 7643 itself defines: the User, Group and EnterpriseUser schemas and types, and typed views of them.
 *
 * <p>Start at {@link dev.scimlet.core.standard.StandardTypes}. {@link dev.scimlet.core.standard.DeviceTypes} (RFC 9944) and
 * {@link dev.scimlet.core.standard.DraftTypes} are further types, of schemas alone. Hosts add their own extensions and types
 * beside these.
 */
@NullMarked
package dev.scimlet.core.standard;

import org.jspecify.annotations.NullMarked;
