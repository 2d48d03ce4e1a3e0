package dev.scimlet.simulator.transport;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Lets some requests go wrong on the way, the same ones for the same seed.
 *
 * <p>Which request is hit depends on the seed, on method, target and body, and on how often these were sent before. It
 * depends neither on the order in which parallel workers send nor on what differs from run to run: headers, with the
 * token in them, do not count, and all UUIDs count as one. So two runs with one seed meet the same faults; only among
 * requests that differ by nothing but a UUID, parallel workers may meet them in another order.
 */
public final class FaultInjectingTransport implements ScimTransport {

    /** An id that a service provider made, or the one of nobody that a connection test asks for. */
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ScimTransport transport;
    private final long seed;
    private final Map<Fault, Double> probabilities;
    private final Map<String, AtomicInteger> sendings = new ConcurrentHashMap<>();
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
        String repeatable = UUID.matcher(call.method() + " " + call.target() + "\n" + call.body())
                .replaceAll("uuid");
        int sending = sendings.computeIfAbsent(repeatable, first -> new AtomicInteger())
                .getAndIncrement();
        // a generator that mixes well: neighbouring seeds must not meet the same faults
        double drawn = new SplittableRandom(31 * (31 * seed + repeatable.hashCode()) + sending).nextDouble();
        for (Map.Entry<Fault, Double> entry : probabilities.entrySet()) {
            drawn -= entry.getValue();
            if (drawn < 0) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
