/**
 * JSON as plain Java values, for the simulated clients only.
 *
 * <p>An object is a {@link java.util.Map} that keeps its order, an array a {@link java.util.List}, and the rest are
 * text, numbers and booleans. Clients of a SCIM service send shapes that no resource model would let through
 * ({@code "active": "False"}, {@code "$ref": null}), which is why there is no model here. Start at
 * {@link dev.scimlet.testkit.simulator.json.Json}. Jackson stays inside this package.
 */
@NullMarked
package dev.scimlet.testkit.simulator.json;

import org.jspecify.annotations.NullMarked;
