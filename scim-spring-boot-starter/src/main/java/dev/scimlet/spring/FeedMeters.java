package dev.scimlet.spring;

import dev.scimlet.directory.feed.FeedMeasure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures of the feed as gauges; those of consumers and tenants that are gone go with them. */
final class FeedMeters {

    private final MeterRegistry registry;
    private final Map<String, MultiGauge> gauges = new HashMap<>();

    FeedMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void record(List<FeedMeasure> measures) {
        Map<String, List<MultiGauge.Row<?>>> rows = new HashMap<>();
        gauges.keySet().forEach(name -> rows.put(name, new ArrayList<>()));
        for (FeedMeasure measure : measures) {
            rows.computeIfAbsent(measure.name(), name -> new ArrayList<>())
                    .add(MultiGauge.Row.of(Tags.of(DirectoryMeters.tags(measure.tags())), measure.value()));
        }
        rows.forEach((name, now) -> gauges.computeIfAbsent(
                        name, unused -> MultiGauge.builder(name).register(registry))
                .register(now, true));
    }
}
