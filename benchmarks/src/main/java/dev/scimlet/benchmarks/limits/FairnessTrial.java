package dev.scimlet.benchmarks.limits;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectorySettings;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * How long a directory that is idle waits for its users while others are busy: a pool of four connections, one directory whose
 * requests take 20 ms and that has as many under way as it may, and ten whose statements take 500 ms, with five requests each.
 */
final class FairnessTrial {

    private static final int CONNECTIONS = 4;
    private static final int SLOW = 10;
    private static final int REQUESTS_OF_SLOW = 5;
    private static final long SLOW_MILLIS = 500;
    private static final long GREEDY_MILLIS = 20;
    private static final long PAUSE_MILLIS = 50;
    private static final int WARM_UP = 5;

    /** Without places each waits until all others had their turn. */
    private static final int PATIENCE = 20;

    private final Semaphore pool = new Semaphore(CONNECTIONS, true);
    private final Directories directories;
    private final ScimService service;

    private FairnessTrial(boolean places) {
        Directories.Builder builder = Directories.builder(new InMemoryDirectoryStore());
        if (places) {
            builder.places(CONNECTIONS);
        }
        directories = builder.build();
        service = ScimService.builder()
                .repositories(
                        pooled(InMemoryRepository.of(StandardTypes.user())),
                        InMemoryRepository.of(StandardTypes.group()))
                .install(directories)
                .build();
    }

    /** Both ways, each with so many requests of the idle directory. */
    static void run(PrintStream out, int requests) throws InterruptedException {
        out.println("| GET of an idle directory | p50 ms | p99 ms | refused | others answered, a second |");
        out.println("| --- | --: | --: | --: | --: |");
        for (boolean places : new boolean[] {false, true}) {
            new FairnessTrial(places).measure(out, places ? "with places(4)" : "without", places ? requests : PATIENCE);
        }
    }

    /** Repositories of users that take a connection for as long as statements of the tenant take. */
    private ResourceRepository pooled(ResourceRepository users) {
        return (ResourceRepository) Proxy.newProxyInstance(
                FairnessTrial.class.getClassLoader(),
                new Class<?>[] {ResourceRepository.class},
                (proxy, method, arguments) -> {
                    boolean asks = arguments != null && arguments[0] instanceof RequestContext;
                    if (asks) {
                        pool.acquire();
                    }
                    try {
                        if (asks) {
                            Thread.sleep(millis(((RequestContext) arguments[0]).tenant()));
                        }
                        return method.invoke(users, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    } finally {
                        if (asks) {
                            pool.release();
                        }
                    }
                });
    }

    private static long millis(String tenant) {
        return tenant.startsWith("slow") ? SLOW_MILLIS : tenant.equals("greedy") ? GREEDY_MILLIS : 0;
    }

    private String token(String tenant) {
        DirectorySettings settings = DirectorySettings.builder().build();
        Directory directory = directories.create(
                tenant, "benchmark", IdentityProvider.ENTRA_ID, builder -> builder.settings(settings));
        return directories
                .credentials()
                .createTokenWithoutEnd(directory.id(), "benchmark")
                .secret();
    }

    private int get(String token) {
        return service.handle(ScimRequest.builder("GET", "/Users/nobody")
                        .baseUrl("https://app.example.com/scim/v2")
                        .header("Authorization", "Bearer " + token)
                        .build())
                .status();
    }

    /** What providers do that are refused: they wait a little. */
    private void send(String token) throws InterruptedException {
        if (get(token) >= 429) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private void measure(PrintStream out, String name, int requests) throws InterruptedException {
        String idle = token("idle");
        String greedy = token("greedy");
        String[] slow = new String[SLOW];
        Arrays.setAll(slow, number -> token("slow" + number));
        long[] nanos = new long[requests];
        int refused = 0;
        long start = System.nanoTime();
        try (var crowd = new Crowd()) {
            int atOnce = DirectorySettings.DEFAULT.inFlight();
            crowd.add(SLOW * REQUESTS_OF_SLOW, thread -> send(slow[thread % SLOW]))
                    .add(atOnce, thread -> send(greedy));
            for (int request = -WARM_UP; request < requests; request++) {
                Thread.sleep(PAUSE_MILLIS);
                long before = System.nanoTime();
                int status = get(idle);
                if (request >= 0) {
                    nanos[request] = System.nanoTime() - before;
                    refused += status >= 429 ? 1 : 0;
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Arrays.sort(nanos);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %d | %.0f |%n",
                    name,
                    nanos[requests / 2] / 1e6,
                    nanos[requests * 99 / 100] / 1e6,
                    refused,
                    crowd.done() / seconds);
        }
        service.close();
    }
}
