/**
 * What the subjects cost over HTTP, compared in one run.
 *
 * <p>Start at {@link dev.scimlet.benchmarks.http.HttpBenchmark}. Each subject is a process, loaded with the same data. Each workload
 * is first given to all of them to warm up, then measured in rounds that take turns, so that whatever else the machine does meets
 * all of them alike. Times are for scale: ratios in one run count.
 */
@NullMarked
package dev.scimlet.benchmarks.http;

import org.jspecify.annotations.NullMarked;
