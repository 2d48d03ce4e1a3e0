/**
 * The dearest request: the worst of each kind that the limits let through, and what it costs.
 *
 * <p>Start at {@link dev.scimlet.benchmarks.dearest.Dearest}; the requests are in {@link dev.scimlet.benchmarks.dearest.Kinds}.
 * Whoever adds an endpoint, an operation or an attribute whose cost a client sets adds a kind here.
 */
@NullMarked
package dev.scimlet.benchmarks.dearest;

import org.jspecify.annotations.NullMarked;
