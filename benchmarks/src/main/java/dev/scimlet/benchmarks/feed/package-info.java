/** How long an event of the feed takes from its commit to a consumer. */
@NullMarked
package dev.scimlet.benchmarks.feed;

import org.jspecify.annotations.NullMarked;
