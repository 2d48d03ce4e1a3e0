/**
 * Changes of a resource: PATCH (RFC 7644 §3.5.2), as bound operations and how they change attributes, and PUT (§3.5.1).
 *
 * <p>Start at {@link dev.scimlet.core.patch.PatchRequest} and {@link dev.scimlet.core.patch.Replacement}. Bodies are read
 * by {@link dev.scimlet.core.json.ResourceReader}. Nothing here stores, and nothing here knows HTTP.
 */
@NullMarked
package dev.scimlet.core.patch;

import org.jspecify.annotations.NullMarked;
