/**
 * What the messages of the protocol have in common, for the engine (RFC 7644 §3.1). Hosts do not see this package.
 */
@NullMarked
package dev.scimlet.core.json.message;

import org.jspecify.annotations.NullMarked;
