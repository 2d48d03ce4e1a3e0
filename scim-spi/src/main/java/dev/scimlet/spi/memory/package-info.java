/**
 * Resources in the memory of the process.
 *
 * <p>Start at {@link dev.scimlet.spi.memory.InMemoryRepository}, the reference for all stores. Its state is one immutable
 * tree for each tenant, so that readers need no lock and a change shares nearly everything with the state before. Tests
 * and trials use it; nothing survives the process.
 */
@NullMarked
package dev.scimlet.spi.memory;

import org.jspecify.annotations.NullMarked;
