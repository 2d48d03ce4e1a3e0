package dev.scimlet.spring;

import dev.scimlet.directory.DirectoryMeasure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Measures of directories as counters and gauges. */
final class DirectoryMeters {

    private final MeterRegistry registry;
    private final Map<Named, AtomicLong> gauges = new ConcurrentHashMap<>();

    DirectoryMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Named(String name, Map<String, String> tags) {}

    void record(DirectoryMeasure measure) {
        if (measure.kind() == DirectoryMeasure.Kind.COUNT) {
            Counter.builder(measure.name())
                    .tags(tags(measure.tags()))
                    .register(registry)
                    .increment((double) measure.value());
        } else {
            gauges.computeIfAbsent(new Named(measure.name(), measure.tags()), this::gauge)
                    .set(measure.value());
        }
    }

    private AtomicLong gauge(Named named) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(named.name(), value, AtomicLong::doubleValue)
                .tags(tags(named.tags()))
                .register(registry);
        return value;
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(entry -> Tag.of(entry.getKey(), entry.getValue()))
                .toList();
    }
}
