/**
 * JSON: resources, PATCH requests and schemas, read straight from the parser and written straight to bytes.
 *
 * <p>Start at {@link dev.scimlet.core.json.ResourceReader} and {@link dev.scimlet.core.json.ResourceWriter}. Reading checks
 * types and applies the tolerances of the {@link dev.scimlet.core.profile.ClientProfile} in the same pass. The JSON
 * library is not part of any signature.
 */
@NullMarked
package dev.scimlet.core.json;

import org.jspecify.annotations.NullMarked;
