package dev.scimlet.directory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How often the token endpoint may be asked. Wrong credentials count for the address that they come from, and for the client id
 * <em>from that address</em>: nobody who guesses locks out whoever has the right ones elsewhere. Providers send the requests of many
 * customers from one address, so a client that has succeeded from an address is not held up by what others do there.
 */
final class EndpointLimits {

    /** A provider with an old secret tries a few times; a guesser would need 10⁷⁰ years. */
    private static final int WRONG_OF_CLIENT = 20;

    private static final int WRONG_OF_ADDRESS = 100;

    /** A provider tries again after the pause that it is told. */
    private static final int UNJUDGED_OF_CLIENT = 60;

    /** Providers send the requests of many customers from one address, and all of them fail while their issuer is down. */
    private static final int UNJUDGED_OF_ADDRESS = 300;

    /** Access tokens live an hour or longer. */
    private static final int TOKENS_OF_CLIENT = 60;

    private static final double MINUTE = 60;

    private static final int IN_FLIGHT = 10;

    private static final int MOST_KEPT = 10_000;

    private final LongSupplier nanoTime;
    private final Attempts wrong = new Attempts(WRONG_OF_CLIENT, WRONG_OF_ADDRESS);
    private final Attempts unjudged = new Attempts(UNJUDGED_OF_CLIENT, UNJUDGED_OF_ADDRESS);
    private final Map<String, TokenBucket> tokensOfClients = new Bounded<>(MOST_KEPT);
    private final Map<String, Boolean> succeeded = new Bounded<>(MOST_KEPT);
    private final Map<String, Integer> inFlight = new HashMap<>();

    /** Attempts of one kind: so many a minute of a client from one address, and so many from the address. */
    private static final class Attempts {

        private final int ofClient;
        private final int ofAddress;
        private final Map<String, TokenBucket> clients = new Bounded<>(MOST_KEPT);
        private final Map<String, TokenBucket> addresses = new Bounded<>(MOST_KEPT);

        Attempts(int ofClient, int ofAddress) {
            this.ofClient = ofClient;
            this.ofAddress = ofAddress;
        }

        /** How long to wait until there is one left; empty if there is. */
        Optional<Duration> left(String pair, String network, boolean knownThere, long now) {
            TokenBucket client = clients.get(pair);
            if (client != null && !client.hasOne(now)) {
                return Optional.of(client.untilNext());
            }
            TokenBucket address = addresses.get(network);
            return address != null && !address.hasOne(now) && !knownThere
                    ? Optional.of(address.untilNext())
                    : Optional.empty();
        }

        void take(String pair, String network, long now) {
            clients.computeIfAbsent(pair, key -> new TokenBucket(ofClient / MINUTE, ofClient, now))
                    .take(now);
            addresses
                    .computeIfAbsent(network, key -> new TokenBucket(ofAddress / MINUTE, ofAddress, now))
                    .take(now);
        }
    }

    EndpointLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes a place for a request. @return how long to wait if there is none; empty if there was */
    synchronized Optional<Duration> enter(String clientId, String address) {
        long now = nanoTime.getAsLong();
        String pair = pair(clientId, address);
        String network = network(address);
        boolean knownThere = succeeded.containsKey(pair);
        Optional<Duration> wait =
                wrong.left(pair, network, knownThere, now).or(() -> unjudged.left(pair, network, knownThere, now));
        if (wait.isPresent()) {
            return wait;
        }
        int underWay = inFlight.getOrDefault(pair, 0);
        if (underWay >= IN_FLIGHT) {
            return Optional.of(Duration.ofSeconds(1));
        }
        inFlight.put(pair, underWay + 1);
        return Optional.empty();
    }

    /** Gives the place back. */
    synchronized void leave(String clientId, String address) {
        inFlight.computeIfPresent(pair(clientId, address), (pair, count) -> count > 1 ? count - 1 : null);
    }

    /** Notes wrong credentials. */
    synchronized void wrong(String clientId, String address) {
        wrong.take(pair(clientId, address), network(address), nanoTime.getAsLong());
    }

    /** Notes credentials of which nobody could say whether they are right, because the keys of their issuer are not to be had. */
    synchronized void unjudged(String clientId, String address) {
        unjudged.take(pair(clientId, address), network(address), nanoTime.getAsLong());
    }

    /** Notes right credentials. @return how long to wait if the client has had too many tokens; empty if not */
    synchronized Optional<Duration> right(String clientId, String address) {
        long now = nanoTime.getAsLong();
        succeeded.put(pair(clientId, address), true);
        TokenBucket tokens = tokensOfClients.computeIfAbsent(
                clientId, key -> new TokenBucket(TOKENS_OF_CLIENT / MINUTE, TOKENS_OF_CLIENT, now));
        return tokens.take(now) ? Optional.empty() : Optional.of(tokens.untilNext());
    }

    private static String pair(String clientId, String address) {
        return clientId + ' ' + network(address);
    }

    /** Whoever has an IPv6 address has the 2⁶⁴ of its network. */
    private static String network(String address) {
        if (address.indexOf(':') < 0 || !address.matches("[0-9a-fA-F:.]{2,45}")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : address;
        } catch (UnknownHostException malformed) {
            return address;
        }
    }
}
