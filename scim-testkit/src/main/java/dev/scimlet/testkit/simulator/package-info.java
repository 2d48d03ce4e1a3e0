/**
 * The command line of the simulated identity providers.
 *
 * <p>Start at {@link dev.scimlet.testkit.simulator.Main}. Each command reads its options, runs a simulation from one of
 * the packages below against a real endpoint, shows progress and a table, and ends with a status that scripts can use.
 * In tests, use those packages directly: {@link dev.scimlet.testkit.simulator.entra} and
 * {@link dev.scimlet.testkit.simulator.okta}.
 */
@NullMarked
package dev.scimlet.testkit.simulator;

import org.jspecify.annotations.NullMarked;
