/** What limits are for: fair shares of a pool, and what attacks on the token endpoint cost. */
@NullMarked
package dev.scimlet.benchmarks.limits;

import org.jspecify.annotations.NullMarked;
