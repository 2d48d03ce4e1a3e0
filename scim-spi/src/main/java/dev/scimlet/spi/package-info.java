/**
 * What a host implements so that identity providers write to its tables.
 *
 * <p>Start at {@link dev.scimlet.spi.ResourceRepository}, five methods that ask for answers and not for protocol work.
 * {@code dev.scimlet.spi.memory} holds an implementation in memory, the reference for all others; the contract that each
 * must keep is a test in {@code scim-testkit}. Nothing here knows HTTP.
 */
@NullMarked
package dev.scimlet.spi;

import org.jspecify.annotations.NullMarked;
