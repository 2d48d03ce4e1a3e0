package dev.scimlet.spring;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.protocol.ServiceLimits;
import dev.scimlet.protocol.access.TenantResolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code scimlet.*}.
 *
 * @param enabled whether the service is mounted
 * @param path where it is mounted, below the context path of the application
 * @param baseUrl its public URL, such as {@code https://api.example.com/scim/v2}; by default that of each request
 * @param token a secret of 32 characters or more that clients may present as bearer, for all tenants, as long as this setting names it
 * @param tenants what tells the tenant of a request
 * @param profile what is tolerated of clients
 * @param transactions how units of work and transactions of the application meet
 * @param referentialIntegrity whether members must exist, and references to what is deleted are cleared
 * @param trustForwardedHeaders whether {@code Forwarded} and {@code X-Forwarded-*} are believed; only behind a proxy that sets them
 * @param demandTls whether requests that came without TLS are refused
 * @param allowedOrigins origins of web pages whose scripts may read answers
 * @param cursorSecret 16 characters or more that all nodes share, with which cursors are encrypted; by default each process has its own
 * @param requestIdHeader the header of answers that holds the name of the request
 * @param limits how much a request may ask for, by the names in {@code docs/limits.md}
 * @param security what Spring Security is told
 * @param tokens where tokens were kept before there were directories
 * @param directories the connections of customers' identity providers, and the token endpoint that they have
 * @param feed what changes, as events, and who reads them
 * @param webhooks events that are sent to endpoints outside
 * @param log what happened between directories and the application, as people read it
 * @param metrics what Micrometer is told
 */
@ConfigurationProperties("scimlet")
public record ScimProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/scim/v2") String path,
        @Nullable String baseUrl,
        @Nullable String token,
        @DefaultValue("single") Tenants tenants,
        @DefaultValue("interoperable") Profile profile,
        @DefaultValue("requires-new") Transactions transactions,
        @DefaultValue("false") boolean referentialIntegrity,
        @DefaultValue("false") boolean trustForwardedHeaders,
        @DefaultValue("false") boolean demandTls,
        @DefaultValue List<String> allowedOrigins,
        @Nullable String cursorSecret,
        @DefaultValue("X-Request-Id") String requestIdHeader,
        @DefaultValue Map<String, String> limits,
        @DefaultValue Security security,
        @DefaultValue Tokens tokens,
        @DefaultValue DirectorySettings directories,
        @DefaultValue FeedSettings feed,
        @DefaultValue WebhookSettings webhooks,
        @DefaultValue LogSettings log,
        @DefaultValue Metrics metrics) {

    private static final int SHORTEST_TOKEN = 32;

    /** Checks what a wrong setting would only show at the first request. */
    public ScimProperties {
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException(
                    "scimlet.path is '" + path + "': it must be a path such as /scim/v2, without a slash at its end");
        }
        token = token == null || token.isBlank() ? null : token;
        if (token != null && token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException("scimlet.token has " + token.length() + " characters; it needs "
                    + SHORTEST_TOKEN + " or more that are random, as 'openssl rand -hex 32' makes them");
        }
        allowedOrigins = List.copyOf(allowedOrigins);
        limits = Map.copyOf(limits);
        String pathOfFeed = feed.path();
        if (pathOfFeed != null && (pathOfFeed.equals(path) || pathOfFeed.startsWith(path + "/"))) {
            throw new IllegalArgumentException("scimlet.feed.path is '" + pathOfFeed
                    + "', where the service is: the feed takes other credentials, and so needs a place of its own, such as"
                    + " /events");
        }
    }

    /** What tells the tenant of a request. */
    @SuppressWarnings("ImmutableEnumChecker")
    public enum Tenants {
        /** The application has one. */
        SINGLE(TenantResolver.single()),
        /** The first segment of the path behind {@code scimlet.path}. */
        PATH(TenantResolver.byPathSegment()),
        /** The tenant for which the token was generated. */
        TOKEN(TenantResolver.byToken());

        private final TenantResolver resolver;

        Tenants(TenantResolver resolver) {
            this.resolver = resolver;
        }

        TenantResolver resolver() {
            return resolver;
        }
    }

    /** What is tolerated of clients. */
    @SuppressWarnings("ImmutableEnumChecker")
    public enum Profile {
        /** What identity providers really send. */
        INTEROPERABLE(ClientProfile.INTEROPERABLE),
        /** What the RFCs say, and no more. */
        STRICT(ClientProfile.STRICT),
        /** What the interoperability profile says that is being drafted; no provider is known that keeps to it. */
        INTEROP_DRAFT(ClientProfile.INTEROP_DRAFT);

        private final ClientProfile clientProfile;

        Profile(ClientProfile clientProfile) {
            this.clientProfile = clientProfile;
        }

        ClientProfile clientProfile() {
            return clientProfile;
        }
    }

    /** How units of work and transactions of the application meet. */
    public enum Transactions {
        /** Each unit is a transaction of its own, which is committed before the client is answered. */
        REQUIRES_NEW,
        /** A unit joins the transaction that the calling thread is in; there rarely is one around a servlet. */
        JOIN
    }

    /**
     * What Spring Security is told.
     *
     * @param enabled whether a security filter chain of its own lets requests to {@code scimlet.path} pass; the service
     *     authenticates them
     */
    public record Security(@DefaultValue("true") boolean enabled) {}

    /**
     * Where tokens were kept before there were directories: in the table {@code scimlet_tokens}.
     *
     * @param createTable the former name of {@code scimlet.directories.create-tables}
     * @param move whether tokens of that table are moved into directories at start. Nodes of the version before refuse them from then
     *     on, so it is set to {@code false} as long as some run; tokens are then looked up there
     */
    public record Tokens(
            @DefaultValue("false") boolean createTable,
            @DefaultValue("true") boolean move) {}

    /**
     * The connections of customers' identity providers.
     *
     * @param createTables whether the tables of directories are created at start if they are not there
     * @param issuer the public URL below which the token endpoint is, such as {@code https://api.example.com/scim}; without it providers
     *     have pasted tokens only
     * @param metadata whether the metadata of the token endpoint are served at {@code /.well-known} and named in challenges
     * @param demandTls whether the token endpoint looks at nothing that came without TLS
     * @param keyRing the keys that encrypt cursors, as {@code id: base64, id: base64}, the first of which closes
     * @param keyHosts the hosts that keys of issuers are fetched from; by default those of Entra ID
     * @param pastedTokens whether tokens may be pasted into providers
     * @param places how many requests of all directories are served at a time, as many as the pool has connections; without it they
     *     wait for the pool
     * @param canonicalTypes types of entries of lists for which RFC 7643 has none, by list, as the profile {@code interop-draft} wants them
     */
    public record DirectorySettings(
            @DefaultValue("false") boolean createTables,
            @Nullable String issuer,
            @DefaultValue("true") boolean metadata,
            @DefaultValue("true") boolean demandTls,
            @Nullable String keyRing,
            @DefaultValue List<String> keyHosts,
            @DefaultValue("true") boolean pastedTokens,
            @Nullable Integer places,
            @DefaultValue Map<String, List<String>> canonicalTypes) {

        /** Copies what it is given. */
        public DirectorySettings {
            issuer = issuer == null || issuer.isBlank() ? null : issuer;
            keyRing = keyRing == null || keyRing.isBlank() ? null : keyRing;
            keyHosts = List.copyOf(keyHosts);
            canonicalTypes = Map.copyOf(canonicalTypes);
        }

        /** Keys are nobody's business. */
        @Override
        public String toString() {
            return "directories" + (issuer == null ? "" : " with tokens of " + issuer);
        }
    }

    /**
     * What changes, as events, and who reads them.
     *
     * @param enabled whether there is a feed; by default if a bean handles events, keeps a feed or sends webhooks, or if
     *     {@code path} is set or webhooks are enabled
     * @param createTables whether its tables are created at start if they are not there; by default as those of directories
     * @param retention for how long events are kept, 1 to 400 days
     * @param pollEvery how often it is looked for what other nodes have committed
     * @param relayLease after what time without a word another node numbers the events of this one's tenants
     * @param consumerLease after what time without a word another node works for a consumer
     * @param threads how many events are handled at once on this node, each with a connection of the pool
     * @param hiding by resource type, paths of which events say nothing
     * @param full whether events tell resources as a whole
     * @param path where programs read the feed, below the context path of the application, such as {@code /events}; by default nowhere
     */
    public record FeedSettings(
            @Nullable Boolean enabled,
            @Nullable Boolean createTables,
            @DefaultValue("30d") Duration retention,
            @DefaultValue("1s") Duration pollEvery,
            @DefaultValue("10s") Duration relayLease,
            @DefaultValue("1m") Duration consumerLease,
            @DefaultValue("4") int threads,
            @DefaultValue Map<String, Set<String>> hiding,
            @DefaultValue("false") boolean full,
            @Nullable String path) {

        /** Checks what a wrong setting would only show at the first request. */
        public FeedSettings {
            hiding = Map.copyOf(hiding);
            path = path == null || path.isBlank() ? null : path;
            if (path != null && !path.matches("(/[A-Za-z0-9._~-]+)+")) {
                throw new IllegalArgumentException("scimlet.feed.path is '" + path
                        + "': it must be a path such as /events, without a slash at its end");
            }
        }
    }

    /**
     * Events that are sent to endpoints outside. The feed sends them, so {@code enabled} asks for one.
     *
     * @param enabled whether there are endpoints, whose secrets the key ring of directories encrypts
     * @param timeout how long an endpoint may take for its answer, 15 to 30 seconds
     * @param allowedAddresses addresses that endpoints may have though they are not public, without TLS too, such as {@code 127.0.0.1} in tests
     * @param proxy through which endpoints are reached, as {@code host:port}
     * @param sslBundle the bundle of Spring Boot that says which certificates are believed; by default those of the platform
     */
    public record WebhookSettings(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("20s") Duration timeout,
            @DefaultValue List<String> allowedAddresses,
            @Nullable String proxy,
            @Nullable String sslBundle) {

        private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

        private static final Pattern PROXY = Pattern.compile("([^:]+|\\[[^]]+]):([0-9]{1,5})");

        /** Checks what a wrong setting would only show at the first event. */
        public WebhookSettings {
            allowedAddresses = List.copyOf(allowedAddresses);
            for (String address : allowedAddresses) {
                if (!ADDRESS.matcher(address).matches()) {
                    throw new IllegalArgumentException(
                            "scimlet.webhooks.allowed-addresses has '" + address
                                    + "': it takes addresses such as 127.0.0.1, and no names, which may lead elsewhere one day");
                }
            }
            proxy = proxy == null || proxy.isBlank() ? null : proxy;
            if (proxy != null && !PROXY.matcher(proxy).matches()) {
                throw new IllegalArgumentException(
                        "scimlet.webhooks.proxy is '" + proxy + "': it must be as proxy.example.com:3128");
            }
            sslBundle = sslBundle == null || sslBundle.isBlank() ? null : sslBundle;
        }

        InetAddress[] addresses() {
            return allowedAddresses.stream().map(WebhookSettings::address).toArray(InetAddress[]::new);
        }

        private static InetAddress address(String text) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException none) {
                throw new IllegalArgumentException(
                        "scimlet.webhooks.allowed-addresses has '" + text + "', which is no address", none);
            }
        }

        /** The proxy, if there is one. */
        @Nullable
        InetSocketAddress proxyAddress() {
            if (proxy == null) {
                return null;
            }
            int colon = proxy.lastIndexOf(':');
            return new InetSocketAddress(proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1)));
        }
    }

    /**
     * What happened between directories and the application, as people read it.
     *
     * @param enabled whether there is a log; by default if a bean keeps one
     * @param createTables whether its tables are created at start if they are not there; by default as those of directories
     * @param retention for how long entries are kept, a day to ten years
     * @param pauseOfRuns after what pause of a directory another run begins, a minute or more
     * @param hiding by resource type, paths of which entries say nothing
     */
    public record LogSettings(
            @Nullable Boolean enabled,
            @Nullable Boolean createTables,
            @DefaultValue("90d") Duration retention,
            @DefaultValue("5m") Duration pauseOfRuns,
            @DefaultValue Map<String, Set<String>> hiding) {

        /** Copies what it is given. */
        public LogSettings {
            hiding = Map.copyOf(hiding);
        }
    }

    /**
     * What Micrometer is told.
     *
     * @param tenants whether requests of directories and consumers of the feed are told by tenant: as many series as there are tenants
     */
    public record Metrics(@DefaultValue("false") boolean tenants) {}

    /** Whether the tables of directories are created at start. */
    boolean createsTables() {
        return directories.createTables() || tokens.createTable();
    }

    /** Whether the tables of the feed are created at start. */
    boolean createsTablesOfFeed() {
        Boolean said = feed.createTables();
        return said == null ? createsTables() : said;
    }

    /** Whether the tables of the log are created at start. */
    boolean createsTablesOfLog() {
        Boolean said = log.createTables();
        return said == null ? createsTables() : said;
    }

    /** The limits, each by its name in any spelling that Spring knows: {@code max-results}, {@code maxResults}, {@code MAXRESULTS}. */
    ServiceLimits serviceLimits() {
        Map<String, String> names = new LinkedHashMap<>();
        ServiceLimits.DEFAULT.byName().keySet().forEach(name -> names.put(plain(name), name));
        ServiceLimits.Builder builder = ServiceLimits.builder();
        limits.forEach((given, value) -> {
            String name = names.get(plain(given));
            if (name == null) {
                throw new IllegalArgumentException("scimlet.limits." + given + " is no limit; there are "
                        + ServiceLimits.DEFAULT.byName().keySet());
            }
            builder.set(name, value);
        });
        return builder.build();
    }

    /** Where the service is; secrets are nobody's business. */
    @Override
    public String toString() {
        return "scimlet at " + path;
    }

    private static String plain(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}
