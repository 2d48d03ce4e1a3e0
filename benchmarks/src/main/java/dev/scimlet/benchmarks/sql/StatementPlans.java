package dev.scimlet.benchmarks.sql;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.spi.KeysetPosition;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the repositories ask the database for, request by request, with the plan of each statement. */
final class StatementPlans {

    /** The tables that no request may read from end to end, but to count. */
    static final List<String> LARGE =
            List.of("scim_user", "scim_user_emails", "scim_user_phone_numbers", "scim_group_members");

    private static final int PAGE = 100;

    private final Explained explained;
    private final JdbcRepository users;
    private final JdbcRepository groups;
    private final RequestContext context;
    private final String groupId;
    private final String userId;
    private final String leavingId;
    private final int total;

    /** @param leavingId of the user who is deleted */
    StatementPlans(Explained explained, String tenant, String groupId, String userId, String leavingId, int total) {
        this.explained = explained;
        this.users = repository(StandardTypes.user(), explained.dataSource());
        this.groups = repository(StandardTypes.group(), explained.dataSource());
        this.context = RequestContext.of("benchmark").inTenant(tenant);
        this.groupId = groupId;
        this.userId = userId;
        this.leavingId = leavingId;
        this.total = total;
    }

    /** Each statement is explained twice before it runs, and the first ones meet a cold database. */
    private static JdbcRepository repository(ResourceType type, DataSource dataSource) {
        return JdbcRepository.inOwnTables(type, dataSource)
                .statementTimeout(Duration.ofMinutes(2))
                .build();
    }

    Map<String, List<Explained.Plan>> all() {
        Map<String, List<Explained.Plan>> plans = new LinkedHashMap<>();
        plans.put("`userName eq`", find("userName eq \"User77@example.com\""));
        plans.put(
                "`emails[type eq \"work\"].value eq`",
                find("emails[type eq \"work\"].value eq \"user77@example.com\""));
        plans.put("`userName sw`", find("userName sw \"user7777\""));
        plans.put("`externalId eq`", find("externalId eq \"28dd2c7955ce926456240b2ff0100bde\""));
        users.query(context, Query.builder(new Page.Index(total / 2, PAGE)).build());
        plans.put("a page in the middle, by index", explained.taken());
        plans.put("a page in the middle, by cursor", walk(null, KeysetPosition.after(null, userId)));
        plans.put("a page in the middle, by cursor, back", walk(null, KeysetPosition.before(null, userId)));
        KeysetPosition byKey = KeysetPosition.after("user77@example.com", userId);
        Sort byName = new Sort(users.type().path("userName"), SortOrder.ASCENDING);
        plans.put("the same, sorted by userName", walk(byName, byKey));
        Sort downwards = new Sort(users.type().path("userName"), SortOrder.DESCENDING);
        plans.put("the same, downwards", walk(downwards, byKey));
        groups.applyDelta(context, groupId, Wanted.nothing(), Precondition.NONE, oneMember());
        plans.put("add one member", explained.taken());
        Wanted withoutMembers = Wanted.nothing().and(groups.type().path("displayName"));
        groups.find(context, groupId, withoutMembers);
        plans.put("read the group without members", explained.taken());
        groups.membershipsOf(context, users.type(), Set.of(userId, "01900000-0000-7000-8000-000000000001"));
        plans.put("groups of a page of users", explained.taken());
        Resource user = users.find(context, userId, Wanted.everything()).orElseThrow();
        Attributes changed =
                user.attributes().toBuilder().set("title", "Head of Tours").build();
        users.update(context, user, changed, Wanted.everything());
        plans.put("change a user", explained.taken());
        users.unitOfWork().perform(context, unit -> {
            groups.memberDeleted(context.within(unit), users.type(), leavingId);
            return users.delete(context.within(unit), leavingId, Wanted.nothing(), Precondition.NONE);
        });
        plans.put("delete a user, who leaves the groups", explained.taken());
        return plans;
    }

    private List<Explained.Plan> find(String filter) {
        var bound = new PathBinder(users.type().definition(), ClientProfile.INTEROPERABLE).filter(filter);
        users.query(context, Query.matching(bound, PAGE));
        return explained.taken();
    }

    private List<Explained.Plan> walk(@Nullable Sort sort, KeysetPosition place) {
        users.query(
                context,
                Query.builder(new Page.Cursor(position(place), PAGE)).sort(sort).build());
        return explained.taken();
    }

    /** A position as the repository writes it: of a walk that came so far, through so many. */
    private String position(KeysetPosition place) {
        return total + "." + place.text();
    }

    private ValuesDelta oneMember() {
        BoundPath members = groups.type().path("members");
        Attributes entry = Attributes.empty(members.target()).toBuilder()
                .set("value", leavingId)
                .build();
        return ValuesDelta.of(members, Map.of(leavingId, entry), Set.of());
    }
}
