package dev.scimlet.testkit.simulator.transport;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets some requests go wrong on the way, the same ones for the same seed.
 *
 * <p>Which request is hit depends on the seed, the request itself and how often it was sent before, and not on the
 * order in which parallel workers send: two runs with one seed meet the same faults.
 */
public final class FaultInjectingTransport implements ScimTransport {

    private final ScimTransport transport;
    private final long seed;
    private final Map<Fault, Double> probabilities;
    private final Map<ScimCall, AtomicInteger> sendings = new ConcurrentHashMap<>();
    private final Map<Fault, AtomicInteger> injected = new EnumMap<>(Fault.class);

    /**
     * @param probabilities how likely each fault is, each from 0 to 1 and together at most 1
     * @throws IllegalArgumentException if they are not
     */
    public FaultInjectingTransport(ScimTransport transport, long seed, Map<Fault, Double> probabilities) {
        double sum =
                probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
        if (probabilities.values().stream().anyMatch(probability -> !(probability >= 0)) || sum > 1) {
            throw new IllegalArgumentException("probabilities must be from 0 to 1 in all: " + probabilities);
        }
        this.transport = transport;
        this.seed = seed;
        this.probabilities = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            this.probabilities.put(fault, probabilities.getOrDefault(fault, 0.0));
            this.injected.put(fault, new AtomicInteger());
        }
    }

    /** How often {@code fault} was injected so far. */
    public int injected(Fault fault) {
        AtomicInteger count = injected.get(fault);
        return count == null ? 0 : count.get();
    }

    @Override
    public ScimAnswer send(ScimCall call) throws IOException {
        Optional<Fault> fault = faultFor(call);
        if (fault.isEmpty()) {
            return transport.send(call);
        }
        injected.getOrDefault(fault.get(), new AtomicInteger()).incrementAndGet();
        return switch (fault.get()) {
            case LOST_ANSWER -> {
                transport.send(call);
                throw new IOException("the answer to " + call.method() + " " + call.target() + " got lost");
            }
            case LOST_REQUEST -> throw new IOException(call.method() + " " + call.target() + " got lost");
            case UNAVAILABLE ->
                new ScimAnswer(503, Map.of("Content-Type", "text/html"), "<h1>503 Service Unavailable</h1>");
        };
    }

    private Optional<Fault> faultFor(ScimCall call) {
        int sending =
                sendings.computeIfAbsent(call, first -> new AtomicInteger()).getAndIncrement();
        // a generator that mixes well: neighbouring seeds must not meet the same faults
        double drawn = new SplittableRandom(31 * (31 * seed + call.hashCode()) + sending).nextDouble();
        for (Map.Entry<Fault, Double> entry : probabilities.entrySet()) {
            drawn -= entry.getValue();
            if (drawn < 0) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
