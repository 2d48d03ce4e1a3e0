package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceLimits;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a request may spend where a database does the work. */
final class BudgetTest {

    private final JdbcRepository users = ownTables();
    private final JdbcRepository groups =
            TestUsers.groups(TestDatabase.H2.with(TestUsers.TABLES)).build();

    private static JdbcRepository ownTables() {
        JdbcRepository own = JdbcRepository.inOwnTables(StandardTypes.user(), TestDatabase.H2.empty())
                .build();
        own.createTables();
        return own;
    }

    private RequestContext context() {
        Budget budget = Budget.builder()
                .limit(Budget.Item.COMPARISONS, ServiceLimits.DEFAULT.maxComparisons())
                .build();
        return RequestContext.builder().principal("test").budget(budget).build();
    }

    private long spent(String filter) {
        PathBinder binder = new PathBinder(groups.type().definition(), ClientProfile.INTEROPERABLE);
        BoundFilter bound = binder.filter(binder.parseFilter(filter));
        RequestContext context = context();
        groups.query(context, Query.matching(bound, 5));
        return context.budget().spent(Budget.Item.COMPARISONS);
    }

    private static String anyOf(int count, String condition) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(condition, i))
                .collect(Collectors.joining(" or "));
    }

    @Test
    void conditionsThatWalkOverMembersAreBoundedAndLookUpsAreNot() {
        String walk = "members.value co \"x%s\"";
        long one = spent(String.format(walk, 1));

        assertThat(one).isPositive();
        assertThat(spent(anyOf(5, walk))).isEqualTo(5 * one);
        assertThat(spent("members[" + anyOf(5, "value sw \"x%s\"") + "]")).isEqualTo(5 * one);
        for (String lookUp :
                List.of("members.value eq \"x%s\"", "members[value eq \"x%s\"]", "displayName co \"%s\"")) {
            assertThat(spent(anyOf(900, lookUp))).as(lookUp).isZero();
        }
        assertThatThrownBy(() -> spent(anyOf(50, walk)))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.detail()).contains("maxComparisons"));
    }

    /** The store reads only what a PATCH looks at. */
    @Test
    void aResourceDoesNotGrowBeyondItsSizePieceByPiece() {
        ScimService service = ScimService.builder()
                .repositories(users)
                .authenticator(request -> new Authentication.Accepted("test", null))
                .build();
        RequestContext host = RequestContext.of("host");
        String id = users.create(
                        host,
                        users.type().attributes().set("userName", "bjensen").build())
                .id();
        int taken = 0;
        ScimResponse refused = null;
        for (String list : List.of("emails", "phoneNumbers", "ims", "entitlements")) {
            for (int i = 0; i < 8; i++) {
                ScimResponse response = service.handle(ScimRequest.builder("PATCH", "/Users/" + id)
                        .baseUrl("https://example.com")
                        .body(patch(list, i))
                        .build());
                taken += response.status() == 200 ? 1 : 0;
                refused = response.status() == 200 ? refused : response;
            }
        }

        assertThat(taken).isBetween(10, 16);
        assertThat(refused).isNotNull();
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.bodyText()).contains("maxResourceBytes");
        long size = users.find(host, id, dev.scimlet.spi.Wanted.everything())
                .orElseThrow()
                .attributes()
                .sizeBesidesReferences();
        assertThat(size).isLessThanOrEqualTo(ServiceLimits.DEFAULT.maxResourceBytes());
    }

    /** Twenty entries of some 200 bytes each. */
    private static String patch(String list, int number) {
        String entries = IntStream.range(0, 20)
                .mapToObj(i -> "{\"value\":\"" + number + "-" + i + "x".repeat(180) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":"
                + "[{\"op\":\"add\",\"path\":\"" + list + "\",\"value\":" + entries + "}]}";
    }
}
