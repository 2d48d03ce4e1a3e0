/** A small SCIM service in memory, right by default, with faults that can be switched on. For tests of the simulators. */
@NullMarked
package dev.scimlet.simulator.server;

import org.jspecify.annotations.NullMarked;
