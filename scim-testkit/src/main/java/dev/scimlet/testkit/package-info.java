/**
 * Contract tests, replay of recorded exchanges, simulated identity providers.
 */
@NullMarked
package dev.scimlet.testkit;

import org.jspecify.annotations.NullMarked;
