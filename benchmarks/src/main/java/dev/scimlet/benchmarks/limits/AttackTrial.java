package dev.scimlet.benchmarks.limits;

import com.sun.management.OperatingSystemMXBean;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.AuthorizationServer;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.EntraCloud;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.KeyFetcher;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * What a hundred threads cost that attack the token endpoint, and what whoever has the right secret notices, from another address
 * (rows O-T-13, O-T-14 and O-K of {@code docs/oauth.md}).
 */
final class AttackTrial {

    private static final int ATTACKERS = 100;
    private static final int KEY_BITS = 2_048;
    private static final int MILLIS_BETWEEN_TOKENS = 1_100;
    private static final String ISSUER = "https://app.example.com/scim";
    private static final String TENANT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private static final String AUDIENCE = "api://11111111-2222-4333-8444-555555555555";
    private static final String SUBJECT = "99999999-8888-4777-8666-555555555555";

    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong fetches = new AtomicLong();
    private final Directories directories;
    private final ScimService service;
    private final Directory directory;
    private final String secret;

    private AttackTrial() {
        byte[] keySet = keySet().getBytes(StandardCharsets.UTF_8);
        directories = Directories.builder(counted(new InMemoryDirectoryStore()))
                .tenants(TenantResolver.byPathSegment())
                .authorizationServer(
                        AuthorizationServer.builder(ISSUER, ISSUER + "/v2").build())
                .keyFetcher(uri -> {
                    fetches.incrementAndGet();
                    return new KeyFetcher.Answer(keySet, null);
                })
                .build();
        service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()), InMemoryRepository.of(StandardTypes.group()))
                .install(directories)
                .build();
        directory = directories.create("acme", "Entra ID", IdentityProvider.ENTRA_ID);
        secret = directories.credentials().createSecret(directory.id(), "right").secret();
        directories.credentials().trustEntra(directory.id(), EntraCloud.GLOBAL, TENANT_ID, SUBJECT, AUDIENCE);
    }

    static void run(PrintStream out, int seconds) throws InterruptedException {
        out.println("| 100 threads send | requests a second | CPU µs each | asked of the store, each | keys fetched"
                + " | answers | right secret: answers, slowest ms |");
        out.println("| --- | --: | --: | --: | --: | --- | --- |");
        new AttackTrial().measure(out, "wrong secrets, from one address", seconds, false, AttackTrial::guess);
        new AttackTrial()
                .measure(out, "wrong secrets, each from an address of its own", seconds, true, AttackTrial::guess);
        new AttackTrial()
                .measure(
                        out,
                        "assertions with random key ids, from one address",
                        seconds,
                        false,
                        AttackTrial::assertion);
        new AttackTrial()
                .measure(out, "the same, each from an address of its own", seconds, true, AttackTrial::assertion);
    }

    /** Counts what is asked of the store, which would be statements. */
    private DirectoryStore counted(DirectoryStore store) {
        return (DirectoryStore) Proxy.newProxyInstance(
                AttackTrial.class.getClassLoader(),
                new Class<?>[] {DirectoryStore.class},
                (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private static String guess(AttackTrial trial, long number) {
        return "grant_type=client_credentials&client_id=" + trial.directory.clientId() + "&client_secret="
                + UUID.randomUUID();
    }

    private static String assertion(AttackTrial trial, long number) {
        long now = System.currentTimeMillis() / 1000;
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + UUID.randomUUID() + "\"}";
        String claims = "{\"iss\":\"https://login.microsoftonline.com/" + TENANT_ID + "/v2.0\",\"sub\":\"" + SUBJECT
                + "\",\"aud\":\"" + AUDIENCE + "\",\"tid\":\"" + TENANT_ID + "\",\"iat\":" + now + ",\"nbf\":" + now
                + ",\"exp\":" + (now + 3_900) + "}";
        return "grant_type=client_credentials&client_id=" + trial.directory.clientId()
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                + base64(header) + "." + base64(claims) + "." + "A".repeat(342);
    }

    /** What the issuer has: one key, whose id nobody guesses. */
    private static String keySet() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            var key = (RSAPublicKey) generator.generateKeyPair().getPublic();
            byte[] modulus = key.getModulus().toByteArray();
            // Without the byte that would be the sign
            String number = base64(Arrays.copyOfRange(modulus, modulus.length - KEY_BITS / 8, modulus.length));
            return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"k1\",\"e\":\"AQAB\",\"n\":\"" + number
                    + "\"}]}";
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String send(String body, String address) {
        int status = directories
                .tokenEndpoint()
                .handle(
                        ScimRequest.builder("POST", "/acme/oauth2/token")
                                .baseUrl(ISSUER)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .body(body)
                                .build(),
                        address)
                .status();
        return Integer.toString(status);
    }

    private void measure(PrintStream out, String name, int seconds, boolean manyAddresses, Attack attack)
            throws InterruptedException {
        Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
        LongFunction<String> address = number -> manyAddresses
                ? "198." + (18 + number % 2) + "." + number / 256 % 256 + "." + number % 256
                : "198.18.0.1";
        String right = "grant_type=client_credentials&client_id=" + directory.clientId() + "&client_secret=" + secret;
        int tokens = seconds * 1_000 / MILLIS_BETWEEN_TOKENS;
        long[] nanos = new long[tokens];
        Map<String, Integer> rightAnswers = new TreeMap<>();
        var numbers = new AtomicLong();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long askedBefore = asked.get();
        long start = System.nanoTime();
        long processorStart = system.getProcessCpuTime();
        try (var crowd = new Crowd()) {
            crowd.add(ATTACKERS, thread -> {
                long number = numbers.getAndIncrement();
                String status = send(attack.body(this, number), address.apply(number));
                answers.computeIfAbsent(status, missing -> new AtomicLong()).incrementAndGet();
            });
            for (int token = 0; token < tokens; token++) {
                Thread.sleep(MILLIS_BETWEEN_TOKENS);
                long before = System.nanoTime();
                rightAnswers.merge(send(right, "203.0.113.9"), 1, Integer::sum);
                nanos[token] = System.nanoTime() - before;
            }
            long sent = crowd.done();
            double each = (system.getProcessCpuTime() - processorStart) / 1e3 / sent;
            double all = (System.nanoTime() - start) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %.1f | %.4f | %d | %s | %s, %.0f |%n",
                    name,
                    sent / all,
                    each,
                    (double) (asked.get() - askedBefore) / sent,
                    fetches.get(),
                    new TreeMap<>(answers),
                    rightAnswers,
                    Arrays.stream(nanos).max().orElse(0) / 1e6);
        }
        service.close();
    }

    /** What an attacker sends. */
    @FunctionalInterface
    private interface Attack {
        String body(AttackTrial trial, long number);
    }
}
