package dev.scimlet.spring;

import dev.scimlet.directory.log.ProvisioningLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Measures of the log on this node, whoever built it, once all beans are there. */
final class LogMeters implements SmartInitializingSingleton {

    private final MeterRegistry registry;
    private final ObjectProvider<ProvisioningLog> logs;

    LogMeters(MeterRegistry registry, ObjectProvider<ProvisioningLog> logs) {
        this.registry = registry;
        this.logs = logs;
    }

    @Override
    public void afterSingletonsInstantiated() {
        logs.ifUnique(log -> {
            Gauge.builder("scimlet.log.waiting", log, ProvisioningLog::waiting).register(registry);
            FunctionCounter.builder("scimlet.log.unlogged", log, ProvisioningLog::unlogged)
                    .register(registry);
        });
    }
}
