package dev.scimlet.directory;

import dev.scimlet.core.profile.PasswordHandling;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be set for one directory: how its provider may authenticate, how long access tokens live, and how much it may ask
 * for. Immutable.
 */
public final class DirectorySettings {

    /** What a new directory starts with: any method, access tokens of an hour, 50 requests a second and 20 at a time. */
    public static final DirectorySettings DEFAULT = builder().build();

    private static final Pattern ALIAS = Pattern.compile("scim\\.[a-z0-9._-]{1,60}");

    private static final String METHODS = "methods";
    private static final String REQUESTS_PER_SECOND = "requestsPerSecond";
    private static final String BURST = "burst";
    private static final String IN_FLIGHT = "inFlight";
    private static final String BARE_TOKEN = "bareToken";
    private static final String ACCESS_TOKEN_SECONDS = "accessTokenSeconds";
    private static final String SCOPE_ALIASES = "scopeAliases";
    private static final String PASSWORDS = "passwords";
    private static final String DEMANDED = "demanded";

    private final Set<AuthenticationMethod> methods;
    private final int requestsPerSecond;
    private final int burst;
    private final int inFlight;
    private final boolean bareToken;
    private final Duration accessTokenLife;
    private final Set<String> scopeAliases;
    private final PasswordHandling passwords;
    private final @Nullable Ipsie demanded;
    private final Map<String, String> unknown;

    private DirectorySettings(Builder from) {
        this.methods = Set.copyOf(from.methods);
        this.requestsPerSecond = from.requestsPerSecond;
        this.burst = from.burst;
        this.inFlight = from.inFlight;
        this.bareToken = from.bareToken;
        this.accessTokenLife = from.accessTokenLife;
        this.scopeAliases = Set.copyOf(from.scopeAliases);
        this.passwords = from.passwords;
        this.demanded = from.demanded;
        this.unknown = Map.copyOf(from.unknown);
    }

    /** Settings that start as {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings that start as these. */
    public Builder toBuilder() {
        Builder builder = builder();
        builder.methods = methods.isEmpty() ? EnumSet.noneOf(AuthenticationMethod.class) : EnumSet.copyOf(methods);
        builder.requestsPerSecond = requestsPerSecond;
        builder.burst = burst;
        builder.inFlight = inFlight;
        builder.bareToken = bareToken;
        builder.accessTokenLife = accessTokenLife;
        builder.scopeAliases(scopeAliases);
        builder.passwords = passwords;
        builder.demanded = demanded;
        builder.unknown.putAll(unknown);
        return builder;
    }

    /** How the provider may authenticate. */
    public Set<AuthenticationMethod> methods() {
        return methods;
    }

    /** How many requests a second are served for long. */
    public int requestsPerSecond() {
        return requestsPerSecond;
    }

    /** How many requests are served at once after a pause, before {@link #requestsPerSecond} holds. */
    public int burst() {
        return burst;
    }

    /** How many requests are served at a time. */
    public int inFlight() {
        return inFlight;
    }

    /** Whether {@code Authorization: <token>} is taken, without the word {@code Bearer}. */
    public boolean bareToken() {
        return bareToken;
    }

    /** How long access tokens live. */
    public Duration accessTokenLife() {
        return accessTokenLife;
    }

    /** Words that a client may ask for in the place of {@code scim}, and that are then told back. */
    public Set<String> scopeAliases() {
        return scopeAliases;
    }

    /** What becomes of passwords that the provider sends. */
    public PasswordHandling passwords() {
        return passwords;
    }

    /** What the directory has to keep to; empty if nothing. */
    public Optional<Ipsie> demanded() {
        return Optional.ofNullable(demanded);
    }

    // ---- as text, for stores

    /**
     * The settings as lines {@code name=value}, in the order of their names. What a later version of the library has set and this
     * one does not know is kept.
     */
    public String text() {
        TreeMap<String, String> lines = new TreeMap<>(unknown);
        lines.put(METHODS, methods.stream().map(Enum::name).sorted().collect(Collectors.joining(" ")));
        lines.put(REQUESTS_PER_SECOND, Integer.toString(requestsPerSecond));
        lines.put(BURST, Integer.toString(burst));
        lines.put(IN_FLIGHT, Integer.toString(inFlight));
        lines.put(BARE_TOKEN, Boolean.toString(bareToken));
        lines.put(ACCESS_TOKEN_SECONDS, Long.toString(accessTokenLife.toSeconds()));
        if (!unknown.containsKey(PASSWORDS) || passwords != PasswordHandling.ACCEPT) {
            lines.put(PASSWORDS, passwords.name());
        }
        if (demanded != null) {
            lines.put(DEMANDED, demanded.name());
        }
        lines.put(SCOPE_ALIASES, String.join(" ", new TreeSet<>(scopeAliases)));
        return lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + line.getValue())
                .collect(Collectors.joining("\n"));
    }

    /**
     * The settings that {@link #text} has written; what it does not name is as by default.
     *
     * @throws IllegalArgumentException if a value is not what its name wants
     */
    public static DirectorySettings parse(String text) {
        Builder builder = builder();
        Map<String, String> lines = new TreeMap<>();
        text.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            lines.put(line.substring(0, equals), line.substring(equals + 1));
        });
        take(lines, METHODS, value -> builder.methods = methods(value));
        take(lines, REQUESTS_PER_SECOND, value -> builder.requestsPerSecond = Integer.parseInt(value));
        take(lines, BURST, value -> builder.burst = Integer.parseInt(value));
        take(lines, IN_FLIGHT, value -> builder.inFlight = Integer.parseInt(value));
        take(lines, BARE_TOKEN, value -> builder.bareToken = Boolean.parseBoolean(value));
        take(lines, ACCESS_TOKEN_SECONDS, value -> builder.accessTokenLife = Duration.ofSeconds(Long.parseLong(value)));
        take(lines, SCOPE_ALIASES, value -> builder.scopeAliases(words(value)));
        takeKnown(lines, PASSWORDS, PasswordHandling.values(), value -> builder.passwords = value);
        takeKnown(lines, DEMANDED, Ipsie.values(), value -> builder.demanded = value);
        builder.unknown.putAll(lines);
        return builder.build();
    }

    private static void take(Map<String, String> lines, String name, Consumer<String> setter) {
        Optional.ofNullable(lines.remove(name)).ifPresent(setter);
    }

    /** A word that this version does not know stays for the one that does. */
    private static <E extends Enum<E>> void takeKnown(
            Map<String, String> lines, String name, E[] values, Consumer<E> setter) {
        String word = lines.get(name);
        Arrays.stream(values)
                .filter(value -> value.name().equals(word))
                .findFirst()
                .ifPresent(value -> {
                    lines.remove(name);
                    setter.accept(value);
                });
    }

    private static Set<String> words(String value) {
        return Arrays.stream(value.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }

    /** A method that this version does not know cannot be offered by it. */
    private static EnumSet<AuthenticationMethod> methods(String value) {
        Set<String> words = words(value);
        EnumSet<AuthenticationMethod> known = EnumSet.allOf(AuthenticationMethod.class);
        known.removeIf(method -> !words.contains(method.name()));
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DirectorySettings that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text().replace("\n", ", ");
    }

    /** Collects settings. */
    public static final class Builder {

        /** What Microsoft's gallery asks for. */
        private static final Duration SHORTEST_LIFE = Duration.ofMinutes(60);

        private static final Duration LONGEST_LIFE = Duration.ofHours(6);

        private EnumSet<AuthenticationMethod> methods = EnumSet.allOf(AuthenticationMethod.class);
        // Entra ID sends up to 25 a second, with bursts
        private int requestsPerSecond = 50;
        private int burst = 200;
        private int inFlight = 20;
        private boolean bareToken;
        private Duration accessTokenLife = SHORTEST_LIFE;
        private final Set<String> scopeAliases = new TreeSet<>(Set.of("scim.readwrite"));
        private PasswordHandling passwords = PasswordHandling.ACCEPT;
        private @Nullable Ipsie demanded;
        private final Map<String, String> unknown = new TreeMap<>();

        private Builder() {}

        /** How the provider may authenticate; by default in any way. */
        public Builder methods(Set<AuthenticationMethod> allowed) {
            this.methods = EnumSet.noneOf(AuthenticationMethod.class);
            this.methods.addAll(allowed);
            return this;
        }

        /**
         * How many requests are served.
         *
         * @param perSecond for long; by default 50
         * @param atOnce after a pause; by default 200
         */
        public Builder rate(int perSecond, int atOnce) {
            if (perSecond < 1 || atOnce < 1) {
                throw new IllegalArgumentException("a directory is served at least one request a second");
            }
            this.requestsPerSecond = perSecond;
            this.burst = atOnce;
            return this;
        }

        /** How many requests are served at a time; by default 20. */
        public Builder inFlight(int requests) {
            if (requests < 1) {
                throw new IllegalArgumentException("a directory is served at least one request at a time");
            }
            this.inFlight = requests;
            return this;
        }

        /** Takes {@code Authorization: <token>} as well, as Okta's header mode sends it; by default not. */
        public Builder bareToken(boolean taken) {
            this.bareToken = taken;
            return this;
        }

        /**
         * How long access tokens live; by default an hour.
         *
         * @throws IllegalArgumentException if it is not 60 minutes to 6 hours, which Microsoft's gallery asks for
         */
        public Builder accessTokenLife(Duration life) {
            if (life.compareTo(SHORTEST_LIFE) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
                throw new IllegalArgumentException(
                        "access tokens live 60 minutes to 6 hours, which Entra ID's gallery asks"
                                + " for; unusualAccessTokenLife(…) sets another time all the same");
            }
            this.accessTokenLife = life;
            return this;
        }

        /** As {@link #accessTokenLife}, for any time from a second on: Entra ID's gallery may refuse it. */
        public Builder unusualAccessTokenLife(Duration life) {
            if (life.toSeconds() < 1) {
                throw new IllegalArgumentException("an access token lives a second or longer");
            }
            this.accessTokenLife = life;
            return this;
        }

        /**
         * Words that a client may ask for in the place of {@code scim}; by default {@code scim.readwrite}, which stands in
         * Microsoft's samples. They give no more and no less.
         *
         * @throws IllegalArgumentException if one does not start with {@code scim.}
         */
        public Builder scopeAliases(Set<String> words) {
            words.forEach(word -> {
                if (!ALIAS.matcher(word).matches()) {
                    throw new IllegalArgumentException("'" + word + "' does not start with 'scim.'");
                }
            });
            this.scopeAliases.clear();
            this.scopeAliases.addAll(words);
            return this;
        }

        /** What becomes of passwords that the provider sends; by default they are taken. Okta sends one with every new user. */
        public Builder passwords(PasswordHandling handling) {
            this.passwords = handling;
            return this;
        }

        /**
         * Has the directory keep to a level of IPSIE: a change by which it would not is refused, and at the start of the service
         * the log says what is missing. By default nothing is demanded.
         */
        public Builder demand(Ipsie level) {
            this.demanded = level;
            return this;
        }

        /** Demands no level of IPSIE. */
        public Builder demandNothing() {
            this.demanded = null;
            return this;
        }

        /** The settings. */
        public DirectorySettings build() {
            Objects.requireNonNull(accessTokenLife);
            return new DirectorySettings(this);
        }
    }
}
