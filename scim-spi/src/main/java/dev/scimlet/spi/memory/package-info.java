/**
 * Resources in the memory of the process.
 *
 * <p>Start at {@link dev.scimlet.spi.memory.InMemoryStore}, which the repositories of one service share, and {@link
 * dev.scimlet.spi.memory.InMemoryRepository}, the reference for all stores. The state is immutable, one for each tenant, so
 * that readers need no lock, a change shares nearly everything with the state before, and a unit becomes visible at once.
 * Tests and trials use it; nothing survives the process.
 */
@NullMarked
package dev.scimlet.spi.memory;

import org.jspecify.annotations.NullMarked;
