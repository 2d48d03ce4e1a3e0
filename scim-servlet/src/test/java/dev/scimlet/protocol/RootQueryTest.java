package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries over all types: what they cost, counted in queries of the stores. */
class RootQueryTest {

    private static final int USERS = 450;
    private static final int GROUPS = 60;

    private final List<Query> queries = new ArrayList<>();
    private final InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
    private final InMemoryRepository groups = InMemoryRepository.of(StandardTypes.group());
    private final ScimService service = ScimService.builder()
            .repositories(counted(users), counted(groups))
            .authenticator(request -> new Authentication.Accepted("test", null))
            .build();

    RootQueryTest() {
        RequestContext host = RequestContext.of("host");
        for (int i = 0; i < USERS; i++) {
            users.create(
                    host,
                    users.type()
                            .attributes()
                            .set("userName", "u" + i)
                            .set("displayName", name(i * 37 % USERS))
                            .build());
        }
        for (int i = 0; i < GROUPS; i++) {
            groups.create(
                    host,
                    groups.type()
                            .attributes()
                            .set("displayName", name(i * 7) + "g")
                            .build());
        }
    }

    private static String name(int number) {
        return String.format("%05d", number);
    }

    private ResourceRepository counted(InMemoryRepository repository) {
        return (ResourceRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ResourceRepository.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("query")) {
                        queries.add((Query) arguments[1]);
                    }
                    return method.invoke(repository, arguments);
                });
    }

    private List<String> page(String parameters) {
        queries.clear();
        ScimResponse response = service.handle(ScimRequest.builder("GET", "/")
                .query(parameters)
                .baseUrl("https://example.com")
                .build());
        List<String> names = new ArrayList<>();
        InMemoryService.read(response.bodyText())
                .path("Resources")
                .forEach(resource -> names.add(resource.path("displayName").asText()));
        return names;
    }

    private static List<String> inOrder() {
        List<String> all = new ArrayList<>();
        IntStream.range(0, USERS).forEach(i -> all.add(name(i)));
        IntStream.range(0, GROUPS).forEach(i -> all.add(name(i * 7) + "g"));
        all.sort(Comparator.naturalOrder());
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 401, 505, 510, 511, 100_000})
    void sortsEachTypeTwiceAtMostWhereverThePageIs(int start) {
        List<String> expected = inOrder();

        List<String> page = page("sortBy=displayName&count=50&startIndex=" + start);

        int from = Math.min(start - 1, expected.size());
        assertThat(page).isEqualTo(expected.subList(from, Math.min(from + 50, expected.size())));
        long sorted = queries.stream()
                .filter(query -> query.sort() != null && query.page().count() > 0)
                .count();
        assertThat(sorted).isLessThanOrEqualTo(start == 1 ? 2 : 4);
    }

    @Test
    void turnsTheOrderOfAllTypes() {
        List<String> expected = new ArrayList<>(inOrder());
        java.util.Collections.reverse(expected);

        assertThat(page("sortBy=displayName&sortOrder=descending&count=30&startIndex=91"))
                .isEqualTo(expected.subList(90, 120));
    }

    @Test
    void withoutAnOrderGoesThroughTheTypesAndReadsOnlyThePage() {
        List<String> all = page("count=1000");
        assertThat(all).hasSize(USERS + GROUPS);

        for (int start : new int[] {1, 440, 451, 500}) {
            assertThat(page("count=20&startIndex=" + start))
                    .isEqualTo(all.subList(start - 1, Math.min(start + 19, all.size())));
            assertThat(queries).filteredOn(query -> query.page().count() > 0).hasSizeLessThanOrEqualTo(2);
        }
    }
}
