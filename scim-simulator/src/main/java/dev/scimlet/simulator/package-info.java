/**
 * The command line of the simulated identity providers.
 *
 * <p>Start at {@link dev.scimlet.simulator.Main}. Each command reads its options, runs a simulation from one of
 * the packages below against a real endpoint, shows progress and a table, and ends with a status that scripts can use.
 * In tests, use those packages directly: {@link dev.scimlet.simulator.entra} and
 * {@link dev.scimlet.simulator.okta}.
 */
@NullMarked
package dev.scimlet.simulator;

import org.jspecify.annotations.NullMarked;
