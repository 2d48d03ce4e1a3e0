package dev.scimlet.spi.memory;

import static dev.scimlet.spi.TestTypes.ascending;
import static dev.scimlet.spi.TestTypes.filter;
import static dev.scimlet.spi.TestTypes.group;
import static dev.scimlet.spi.TestTypes.member;
import static dev.scimlet.spi.TestTypes.user;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.MembershipSource.Membership;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceSearch;
import dev.scimlet.spi.TestTypes;
import dev.scimlet.spi.Wanted;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryRepositoryTest {

    private static final RequestContext CONTEXT = RequestContext.of("test");
    private static final Wanted ALL = Wanted.everything();
    private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");
    private static final BoundPath MEMBERS = TestTypes.GROUP.path("members");
    private static final int THREADS = 8;

    private final SetClock clock = new SetClock();
    private final InMemoryRepository users =
            InMemoryRepository.builder(TestTypes.USER).clock(clock).build();
    private final InMemoryRepository groups = InMemoryRepository.builder(TestTypes.GROUP)
            .clock(clock)
            .unique("displayName")
            .memberships("members")
            .memberships("owners")
            .build();

    @Test
    void refusesWhatAnotherTypeMade() {
        Resource ann = users.create(CONTEXT, user("ann").build());
        ResourceType other = StandardTypes.user();
        Attributes attributes = other.attributes().set("userName", "ann").build();
        ValuesDelta delta = ValuesDelta.of(StandardTypes.group().path("members"), Map.of(), Set.of("1"));

        assertOfAnother(() -> users.query(CONTEXT, Query.matching(other.filter("userName eq \"ann\""), 9)));
        assertOfAnother(() -> users.create(CONTEXT, attributes));
        assertOfAnother(() -> users.update(CONTEXT, ann, attributes, ALL));
        assertOfAnother(() -> groups.applyDelta(CONTEXT, "1", ALL, Precondition.NONE, delta));
    }

    private static void assertOfAnother(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("of another type", "type() of the repository");
    }

    private static final class SetClock extends Clock {

        private Instant now = NOON;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static void assertUniqueness(Runnable write, String attribute) {
        assertThatThrownBy(write::run).isInstanceOfSatisfying(ScimException.class, refused -> {
            assertThat(refused.type()).isEqualTo(Optional.of(ErrorType.UNIQUENESS));
            assertThat(refused.detail())
                    .isEqualTo("'" + attribute + "' must be unique, and another resource has this value");
        });
    }

    private Resource createUser(String userName) {
        return users.create(CONTEXT, user(userName).build());
    }

    private Resource createGroup(String name, Collection<String> members) {
        return groups.create(
                CONTEXT,
                group(name)
                        .set("members", members.stream().map(TestTypes::member).toList())
                        .build());
    }

    /** As the service does it: reads, computes, and writes under what was read, again where others were faster. */
    private static Resource change(InMemoryRepository repository, String id, Function<Resource, Attributes> change) {
        while (true) {
            Resource read = repository.find(CONTEXT, id, ALL).orElseThrow();
            try {
                return repository.update(CONTEXT, read, change.apply(read), ALL);
            } catch (ConflictException overtaken) {
                Thread.onSpinWait();
            }
        }
    }

    private Resource group1(String id) {
        return groups.find(CONTEXT, id, ALL).orElseThrow();
    }

    private static Values values(Resource group) {
        return (Values) Objects.requireNonNull(MEMBERS.value(group.attributes()));
    }

    private static Set<String> members(Resource group) {
        return Set.copyOf(group.strings("members.value"));
    }

    private QueryResult search(String filter) {
        return users.query(CONTEXT, Query.matching(filter(filter), 100));
    }

    private static List<String> names(QueryResult result) {
        return result.resources().stream()
                .map(resource -> resource.string("userName").orElseThrow())
                .toList();
    }

    @Nested
    class Create {

        @Test
        void givesIdTimesAndVersion() {
            Resource created = createUser("bjensen");

            assertThat(created.id()).matches("[0-9a-f-]{36}");
            assertThat(created.meta().created()).isEqualTo(NOON);
            assertThat(created.meta().lastModified()).isEqualTo(NOON);
            assertThat(users.find(CONTEXT, created.id(), ALL)).containsSame(created);
        }

        @Test
        @DisplayName("A-51: ids are compared exactly")
        void findsTheExactIdOnly() {
            InMemoryRepository named = InMemoryRepository.builder(TestTypes.USER)
                    .ids(List.of("abc", "Abc").iterator()::next)
                    .build();
            named.create(CONTEXT, user("a").build());

            assertThat(named.find(CONTEXT, "abc", ALL)).isPresent();
            assertThat(named.find(CONTEXT, "Abc", ALL)).isEmpty();
            assertThat(named.find(CONTEXT, "", ALL)).isEmpty();
        }

        @Test
        void refusesAnIdThatIsGivenTwice() {
            InMemoryRepository named =
                    InMemoryRepository.builder(TestTypes.USER).ids(() -> "same").build();
            Resource first = named.create(CONTEXT, user("a").build());

            assertThatThrownBy(() -> named.create(CONTEXT, user("b").build()))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(named.find(CONTEXT, "same", ALL)).contains(first);
        }

        @Test
        @DisplayName("RFC 7644 §3.3, A-53: a taken userName is refused, in any spelling that compares equal")
        void refusesATakenUserName() {
            createUser("bjensen");

            assertUniqueness(() -> createUser("BJensen"), "userName");
            assertUniqueness(() -> createUser("ｂjensen"), "userName");
            assertThat(names(users.query(CONTEXT, Query.all(10)))).containsExactly("bjensen");
        }

        @Test
        void keepsSubAttributesAndExtensionsUnique() {
            String number = TestTypes.STAFF + ":number";
            users.create(
                    CONTEXT,
                    user("a").set("name.registered", "Ä").set(number, 701984).build());

            assertUniqueness(
                    () -> users.create(
                            CONTEXT, user("b").set("name.registered", "ä").build()),
                    "name.registered");
            assertUniqueness(
                    () -> users.create(CONTEXT, user("b").set(number, 701984).build()), number);
        }

        @Test
        @DisplayName("A-52: externalId is unique where the host wants it so")
        void keepsFurtherAttributesUnique() {
            InMemoryRepository strict = InMemoryRepository.builder(TestTypes.USER)
                    .unique("externalId")
                    .build();
            for (InMemoryRepository repository : List.of(users, strict)) {
                repository.create(CONTEXT, user("a").set("externalId", "x").build());
            }

            users.create(CONTEXT, user("b").set("externalId", "x").build());
            strict.create(CONTEXT, user("b").set("externalId", "X").build());
            assertUniqueness(
                    () -> strict.create(
                            CONTEXT, user("c").set("externalId", "x").build()),
                    "externalId");
            createGroup("Staff", List.of());
            assertUniqueness(() -> createGroup("STAFF", List.of()), "displayName");
        }

        @Test
        void keepsTenantsApart() {
            RequestContext other = CONTEXT.inTenant("other");
            Resource mine = createUser("bjensen");
            Resource theirs = users.create(other, user("bjensen").build());

            assertThat(users.find(other, mine.id(), ALL)).isEmpty();
            assertThat(users.query(other, Query.all(10)).resources()).containsExactly(theirs);
            assertThat(users.delete(other, mine.id(), ALL, Precondition.NONE)).isEmpty();
            assertThat(users.query(CONTEXT.inTenant("third"), Query.all(10)).totalResults())
                    .hasValue(0);
        }
    }

    @Nested
    class Update {

        @Test
        void storesWhatTheChangeReturns() {
            Resource created = createUser("bjensen");
            clock.now = NOON.plusSeconds(1);

            Resource updated = change(
                    users,
                    created.id(),
                    current -> current.attributes().toBuilder()
                            .set("displayName", "Babs")
                            .build());

            assertThat(updated.string("displayName")).contains("Babs");
            assertThat(updated.meta().created()).isEqualTo(NOON);
            assertThat(updated.meta().lastModified()).isEqualTo(NOON.plusSeconds(1));
            assertThat(updated.meta().version()).isNotEqualTo(created.meta().version());
            assertThat(users.find(CONTEXT, created.id(), ALL)).contains(updated);
        }

        @Test
        @DisplayName("RFC 7644 §3.5.2.1: a change to equal attributes keeps lastModified and version")
        void keepsMetaWhenNothingChanges() {
            Resource created = createUser("bjensen");
            clock.now = NOON.plusSeconds(1);

            assertThat(change(users, created.id(), current -> user("bjensen").build()))
                    .isSameAs(created);
        }

        @Test
        @DisplayName("A-70: lastModified never goes back")
        void neverGoesBackInTime() {
            Resource created = createUser("bjensen");
            clock.now = NOON.minusSeconds(60);

            Resource updated = rename(created.id(), "babs");

            assertThat(updated.meta().lastModified()).isEqualTo(NOON);
        }

        private Resource rename(String id, String userName) {
            return change(
                    users,
                    id,
                    current -> current.attributes().toBuilder()
                            .set("userName", userName)
                            .build());
        }

        @Test
        void neverRepeatsAVersion() {
            Resource created = createUser("a");
            List<String> versions = new ArrayList<>(List.of(created.meta().version()));
            for (int i = 0; i < 100; i++) {
                versions.add(rename(created.id(), i % 2 == 0 ? "b" : "a").meta().version());
            }

            assertThat(versions).doesNotHaveDuplicates();
        }

        @Test
        void freesAndTakesUniqueValues() {
            Resource a = createUser("a");
            Resource b = createUser("b");

            assertUniqueness(() -> rename(a.id(), "B"), "userName");
            assertThat(users.find(CONTEXT, a.id(), ALL)).contains(a);
            rename(a.id(), "A");
            rename(b.id(), "c");
            rename(a.id(), "b");
            assertThat(names(search("userName eq \"B\""))).containsExactly("b");
            assertThat(search("userName eq \"a\"").resources()).isEmpty();
        }
    }

    @Nested
    class Delete {

        @Test
        @DisplayName("RFC 7644 §3.6: gone for all operations, its unique values free")
        void freesUniqueValues() {
            Resource created = createUser("bjensen");

            assertThat(users.delete(CONTEXT, created.id(), ALL, Precondition.NONE))
                    .containsSame(created);

            assertThat(users.find(CONTEXT, created.id(), ALL)).isEmpty();
            assertThat(users.delete(CONTEXT, created.id(), ALL, Precondition.NONE))
                    .isEmpty();
            assertThat(createUser("bjensen").id()).isNotEqualTo(created.id());
        }

        @Test
        void keepsWhatThePreconditionProtects() {
            Resource created = createUser("bjensen");

            assertThatThrownBy(() -> users.delete(CONTEXT, created.id(), ALL, current -> {
                        assertThat(current).isEqualTo(created);
                        throw ScimException.preconditionFailed();
                    }))
                    .isInstanceOf(ScimException.class);
            assertThat(users.find(CONTEXT, created.id(), ALL)).isPresent();
        }
    }

    @Nested
    class Search {

        private Snapshot snapshot(int size) {
            Snapshot snapshot = Snapshot.empty(new Snapshot.Indexing(
                    List.of(
                            new IndexedPath(TestTypes.USER.path("userName"), true),
                            new IndexedPath(TestTypes.USER.path("externalId"), false),
                            new IndexedPath(TestTypes.USER.path("emails.value"), false),
                            new IndexedPath(TestTypes.USER.path("score"), false),
                            new IndexedPath(TestTypes.USER.path("hired"), false)),
                    List.of()));
            for (int i = 0; i < size; i++) {
                Resource resource = new Resource(
                        TestTypes.USER,
                        "id" + i,
                        new dev.scimlet.core.resource.Meta(NOON, NOON, "1"),
                        user("user" + i)
                                .set("externalId", "x" + i % 10)
                                .set("score", i)
                                .set("hired", NOON.plusSeconds(i))
                                .add("emails", Map.of("value", "u" + i + "@example.com"))
                                .add("emails", Map.of("value", "v" + i + "@example.com"))
                                .build());
                snapshot = snapshot.with(null, resource);
            }
            return snapshot;
        }

        private List<String> candidates(Snapshot snapshot, String filter) {
            return snapshot.candidates(filter(filter)).orElseThrow().stream()
                    .map(Resource::id)
                    .toList();
        }

        @Test
        void looksOnlyAtWhatAnIndexNames() {
            Snapshot snapshot = snapshot(100);

            assertThat(candidates(snapshot, "id eq \"id7\"")).containsExactly("id7");
            assertThat(candidates(snapshot, "id eq \"ID7\"")).isEmpty();
            assertThat(candidates(snapshot, "userName eq \"USER7\"")).containsExactly("id7");
            assertThat(candidates(snapshot, "emails eq \"V7@example.com\"")).containsExactly("id7");
            assertThat(candidates(snapshot, "score eq 7.0")).containsExactly("id7");
            assertThat(candidates(snapshot, "hired eq \"2026-02-01T14:00:07+02:00\""))
                    .containsExactly("id7");
            assertThat(candidates(snapshot, "externalId eq \"x3\"")).hasSize(10);
            assertThat(candidates(snapshot, "displayName pr and (externalId eq \"x3\" and score eq 3)"))
                    .containsExactly("id3");
            assertThat(candidates(snapshot, "userName eq \"user1\" or userName eq \"user2\" or id eq \"id1\""))
                    .containsExactly("id1", "id2");
        }

        @Test
        void walksWhereNoIndexHelps() {
            Snapshot snapshot = snapshot(10);

            assertThat(snapshot.candidates(filter("userName ne \"user1\""))).isEmpty();
            assertThat(snapshot.candidates(filter("userName eq null"))).isEmpty();
            assertThat(snapshot.candidates(filter("userName eq \"user1\" or displayName eq \"x\"")))
                    .isEmpty();
            assertThat(snapshot.candidates(filter("not (userName eq \"user1\")")))
                    .isEmpty();
        }

        @Test
        void meetsTheWholeFilter() {
            users.create(
                    CONTEXT,
                    user("a").set("externalId", "x").set("active", true).build());
            users.create(
                    CONTEXT,
                    user("b").set("externalId", "x").set("active", false).build());

            assertThat(names(search("externalId eq \"x\" and active eq true"))).containsExactly("a");
            assertThat(names(search("externalId eq \"X\""))).isEmpty();
            assertThat(search("externalId eq \"x\"").totalResults()).hasValue(2);
        }

        @Test
        void listsInTheOrderOfCreation() {
            List<Resource> created = IntStream.range(0, 100)
                    .mapToObj(i -> createUser("user" + i))
                    .toList();

            assertThat(users.query(CONTEXT, Query.all(1_000)).resources()).isEqualTo(created);
        }

        /** The walk by id and the search that sorts are two ways to one answer. */
        @Test
        void agreesWithResourceSearchOnEveryPage() {
            for (int i = 0; i < 100; i++) {
                users.create(CONTEXT, user("user" + i).set("level", i % 7).build());
            }
            List<Resource> all = users.query(CONTEXT, Query.all(1_000)).resources();
            for (String filter : new String[] {null, "level eq 3", "level gt 100", "level ne 100"}) {
                for (int count : new int[] {0, 1, 2, 7, 99, 100, 101}) {
                    for (int start : new int[] {1, 2, 50, 100, 101, 1_000}) {
                        agree(all, filter, new Page.Index(start, count));
                    }
                    List<String> positions = new ArrayList<>();
                    positions.add(null);
                    for (int i = 0; i < positions.size() && i < 12; i++) {
                        QueryResult page = agree(all, filter, new Page.Cursor(positions.get(i), count));
                        Stream.of(page.next(), page.previous())
                                .filter(position -> position != null && !positions.contains(position))
                                .forEach(positions::add);
                    }
                }
            }
        }

        private QueryResult agree(List<Resource> all, @Nullable String filter, Page page) {
            Query query = Query.builder(page)
                    .filter(filter == null ? null : filter(filter))
                    .wanted(ALL)
                    .build();
            QueryResult mine = users.query(CONTEXT, query);
            QueryResult expected = ResourceSearch.answer(CONTEXT, query, all.stream());
            assertThat(mine.resources()).isEqualTo(expected.resources());
            assertThat(mine.next()).isEqualTo(expected.next());
            assertThat(mine.previous()).isEqualTo(expected.previous());
            if (page instanceof Page.Index || mine.totalResults().isPresent()) {
                assertThat(mine.totalResults()).isEqualTo(expected.totalResults());
            }
            return mine;
        }

        @Test
        void leadsBackFromAPageThatHasBecomeEmpty() {
            List<Resource> created =
                    IntStream.range(0, 4).mapToObj(i -> createUser("user" + i)).toList();
            QueryResult first = users.query(
                    CONTEXT, Query.builder(new Page.Cursor(null, 2)).wanted(ALL).build());
            users.delete(CONTEXT, created.get(2).id(), ALL, Precondition.NONE);
            users.delete(CONTEXT, created.get(3).id(), ALL, Precondition.NONE);

            QueryResult end = users.query(
                    CONTEXT,
                    Query.builder(new Page.Cursor(first.next(), 2)).wanted(ALL).build());

            assertThat(end.resources()).isEmpty();
            assertThat(end.next()).isNull();
            assertThat(users.query(
                                    CONTEXT,
                                    Query.builder(new Page.Cursor(end.previous(), 2))
                                            .wanted(ALL)
                                            .build())
                            .resources())
                    .containsExactly(created.get(0), created.get(1));
        }

        @Test
        void sorts() {
            createUser("b");
            createUser("C");
            createUser("a");

            Query query = Query.builder(new Page.Index(1, 2))
                    .sort(ascending("userName"))
                    .wanted(ALL)
                    .build();

            assertThat(names(users.query(CONTEXT, query))).containsExactly("a", "b");
            assertThat(users.query(CONTEXT, query).totalResults()).hasValue(3);
        }

        @Test
        void isNotDisturbedByWriters() throws Exception {
            for (int i = 0; i < 500; i++) {
                users.create(CONTEXT, user("user" + i).set("level", 0).build());
            }
            List<String> ids = users.query(CONTEXT, Query.all(1_000)).resources().stream()
                    .map(Resource::id)
                    .toList();
            ExecutorService writer = Executors.newSingleThreadExecutor();
            try {
                // from first to last, round after round: at each moment a prefix is one round ahead of the rest
                Future<?> writing = writer.submit(() -> {
                    for (int round = 1; round <= 20; round++) {
                        long level = round;
                        for (String id : ids) {
                            change(
                                    users,
                                    id,
                                    current -> current.attributes().toBuilder()
                                            .set("level", level)
                                            .build());
                        }
                    }
                });
                do {
                    List<Long> levels = users.query(CONTEXT, Query.all(1_000)).resources().stream()
                            .map(user -> user.integer("level").orElseThrow())
                            .toList();
                    assertThat(levels.get(0) - levels.get(levels.size() - 1)).isBetween(0L, 1L);
                    assertThat(levels).isSortedAccordingTo(java.util.Comparator.reverseOrder());
                } while (!writing.isDone());
                writing.get();
            } finally {
                writer.shutdownNow();
            }
        }
    }

    @Nested
    class Deltas {

        private AppliedDelta apply(Resource group, Collection<String> added, Collection<String> removed) {
            Map<String, Attributes> entries = added.stream().collect(toMap(Function.identity(), TestTypes::member));
            return groups.applyDelta(
                            CONTEXT,
                            group.id(),
                            ALL,
                            Precondition.NONE,
                            ValuesDelta.of(MEMBERS, entries, Set.copyOf(removed)))
                    .orElseThrow();
        }

        @Test
        void addsAndRemoves() {
            Resource staff = createGroup("Staff", List.of("1", "2"));
            clock.now = NOON.plusSeconds(1);

            AppliedDelta applied = apply(staff, List.of("2", "3"), List.of("1", "4"));

            assertThat(applied.added()).containsExactly("3");
            assertThat(applied.removed()).containsExactly("1");
            assertThat(applied.after()).isEqualTo(group1(staff.id()));
            assertThat(members(group1(staff.id()))).containsExactlyInAnyOrder("2", "3");
            assertThat(applied.after().meta().version())
                    .isNotEqualTo(staff.meta().version());
            assertThat(applied.after().meta().lastModified()).isEqualTo(NOON.plusSeconds(1));
            assertThat(apply(staff, List.of(), List.of("2", "3")).after().value(MEMBERS))
                    .isNull();
        }

        @Test
        void leavesAMemberAsItIs() {
            Attributes known = member("1").toBuilder().set("display", "Babs").build();
            Resource staff = groups.create(
                    CONTEXT, group("Staff").set("members", List.of(known)).build());
            clock.now = NOON.plusSeconds(1);

            AppliedDelta applied = apply(staff, List.of("1"), List.of());

            assertThat(applied.added()).isEmpty();
            assertThat(applied.after()).isSameAs(staff);
        }

        @Test
        @DisplayName("A-12: details that are told go to the member that is there")
        void mergesDetails() {
            Resource staff = createGroup("Staff", List.of("1", "2"));
            Attributes told = member("1").toBuilder().set("display", "Babs").build();

            AppliedDelta applied = groups.applyDelta(
                            CONTEXT,
                            staff.id(),
                            ALL,
                            Precondition.NONE,
                            new ValuesDelta(MEMBERS, Map.of("1", told), Set.of(), Set.of("1")))
                    .orElseThrow();

            assertThat(applied).isEqualTo(AppliedDelta.of(staff, group1(staff.id()), Set.of(), Set.of(), Set.of("1")));
            assertThat(values(applied.after()).findByValue("1")).isEqualTo(told);
            assertThat(groups.membershipsOf(CONTEXT, TestTypes.USER, Set.of("1", "2")))
                    .containsOnlyKeys("1", "2");
        }

        @Test
        void checksThePreconditionFirst() {
            Resource staff = createGroup("Staff", List.of());

            assertThatThrownBy(() -> groups.applyDelta(
                            CONTEXT,
                            staff.id(),
                            ALL,
                            current -> {
                                throw ScimException.preconditionFailed();
                            },
                            ValuesDelta.of(MEMBERS, Map.of("1", member("1")), Set.of())))
                    .isInstanceOf(ScimException.class);
            assertThat(group1(staff.id())).isEqualTo(staff);
            assertThat(groups.applyDelta(
                            CONTEXT, "unknown", ALL, Precondition.NONE, ValuesDelta.of(MEMBERS, Map.of(), Set.of())))
                    .isEmpty();
        }

        @Test
        void takesListsOfReferencesOnly() {
            assertThat(groups.takesDeltas(MEMBERS)).isTrue();
            assertThat(groups.takesDeltas(TestTypes.GROUP.path("members.value")))
                    .isFalse();
            assertThat(groups.takesDeltas(TestTypes.GROUP.path("members[value eq \"1\"]")))
                    .isFalse();
            assertThat(users.takesDeltas(TestTypes.USER.path("emails"))).isFalse();
        }

        /** Bytes are counted, not time: copying a list of 100,000 would take 400,000 of them for the pointers alone. */
        @Test
        void costsTheSameForManyMembersAsForFew() {
            Resource few = createGroup("Few", ids(0, 10));
            Resource many = createGroup("Many", ids(0, 100_000));
            for (Resource warmUp : List.of(few, many)) {
                apply(warmUp, List.of("warm"), List.of());
                apply(warmUp, List.of(), List.of("warm"));
            }

            long bytesOfFew = bytesOf(() -> apply(few, List.of("new"), List.of()))
                    + bytesOf(() -> apply(few, List.of(), List.of("new")));
            long bytesOfMany = bytesOf(() -> apply(many, List.of("new"), List.of()))
                    + bytesOf(() -> apply(many, List.of(), List.of("new")));

            assertThat(bytesOfMany).isLessThan(bytesOfFew + 20_000);
            assertThat(values(group1(many.id())).size()).isEqualTo(100_000);
        }

        private long bytesOf(Runnable work) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            work.run();
            return threads.getCurrentThreadAllocatedBytes() - before;
        }
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "member-" + i).toList();
    }

    @Nested
    class Memberships {

        private Map<String, List<Membership>> of(String... ids) {
            return groups.membershipsOf(CONTEXT, TestTypes.USER, Set.of(ids));
        }

        @Test
        void followsEveryChangeOfAGroup() {
            Resource staff = createGroup("Staff", List.of("1", "2"));
            Resource chess = createGroup("Chess", List.of("2"));
            Membership inStaff = new Membership(staff.id(), "Staff");
            Membership inChess = new Membership(chess.id(), "Chess");
            assertThat(of("1", "2", "3")).isEqualTo(Map.of("1", List.of(inStaff), "2", List.of(inStaff, inChess)));

            change(
                    groups,
                    staff.id(),
                    current -> current.attributes().toBuilder()
                            .set("members", List.of(member("3"), member("2")))
                            .build());
            assertThat(of("1", "2", "3")).isEqualTo(Map.of("2", List.of(inStaff, inChess), "3", List.of(inStaff)));

            groups.applyDelta(
                    CONTEXT,
                    chess.id(),
                    ALL,
                    Precondition.NONE,
                    ValuesDelta.of(MEMBERS, Map.of("1", member("1")), Set.of("2")));
            assertThat(of("1", "2")).isEqualTo(Map.of("1", List.of(inChess), "2", List.of(inStaff)));

            groups.delete(CONTEXT, staff.id(), ALL, Precondition.NONE);
            assertThat(of("1", "2", "3")).isEqualTo(Map.of("1", List.of(inChess)));
            assertThat(groups.membershipsOf(CONTEXT.inTenant("other"), TestTypes.USER, Set.of("1")))
                    .isEmpty();
        }

        @Test
        void keepsAMemberWhoseDisplayChanges() {
            Resource staff = createGroup("Staff", List.of("1"));

            change(
                    groups,
                    staff.id(),
                    current -> current.attributes().toBuilder()
                            .set("members.display", "Babs")
                            .build());

            assertThat(of("1")).containsKey("1");
        }

        @Test
        @DisplayName("A-60: a deleted member leaves all groups, each of which gets a new version")
        void takesADeletedMemberOutOfAllGroups() {
            Resource staff = createGroup("Staff", List.of("1", "2"));
            Resource chess = groups.create(
                    CONTEXT,
                    group("Chess")
                            .set("members", List.of(member("1")))
                            .set("owners", List.of(Map.of("value", "1"), Map.of("value", "2")))
                            .build());
            Resource other = createGroup("Other", List.of("2"));
            clock.now = NOON.plusSeconds(1);

            List<AppliedDelta> left = groups.memberDeleted(CONTEXT, TestTypes.USER, "1");

            assertThat(of("1")).isEmpty();
            assertThat(members(group1(staff.id()))).containsExactly("2");
            assertThat(group1(chess.id()).value(MEMBERS)).isNull();
            assertThat(group1(chess.id()).strings("owners.value")).containsExactly("2");
            assertThat(left)
                    .containsExactlyInAnyOrder(
                            AppliedDelta.of(staff, group1(staff.id()), Set.of(), Set.of("1"), Set.of()),
                            AppliedDelta.of(chess, group1(chess.id()), Set.of(), Set.of("1"), Set.of()));
            assertThat(List.of(group1(staff.id()), group1(chess.id())))
                    .extracting(group -> group.meta().version())
                    .doesNotContain(staff.meta().version(), chess.meta().version())
                    .doesNotHaveDuplicates();
            assertThat(group1(staff.id()).meta().lastModified()).isEqualTo(NOON.plusSeconds(1));
            assertThat(group1(other.id())).isEqualTo(other);
        }

        @Test
        void knowsItsOwn() {
            Resource staff = createGroup("Staff", List.of());
            Resource nameless = groups.create(CONTEXT, TestTypes.GROUP.emptyAttributes());

            assertThat(groups.displayNames(CONTEXT, Set.of(staff.id(), nameless.id(), "unknown")))
                    .isEqualTo(Map.of(staff.id(), "Staff", nameless.id(), ""));
        }

        @Test
        void refusesOtherLists() {
            assertThatThrownBy(() -> InMemoryRepository.builder(TestTypes.USER).memberships("emails"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> InMemoryRepository.builder(TestTypes.USER)
                            .indexed("name")
                            .build())
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> InMemoryRepository.builder(TestTypes.USER)
                            .unique("id")
                            .build())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class ManyThreads {

        private <T> List<T> inParallel(Function<Integer, Callable<T>> work) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            CyclicBarrier start = new CyclicBarrier(THREADS);
            try {
                List<Future<T>> running = new ArrayList<>();
                for (int number = 0; number < THREADS; number++) {
                    Callable<T> callable = work.apply(number);
                    running.add(threads.submit(() -> {
                        start.await();
                        return callable.call();
                    }));
                }
                List<T> results = new ArrayList<>();
                for (Future<T> future : running) {
                    results.add(future.get());
                }
                return results;
            } finally {
                threads.shutdownNow();
            }
        }

        @Test
        void losesNobodyThroughUpdates() throws Exception {
            Resource staff = createGroup("Staff", ids(0, 400));

            inParallel(thread -> () -> {
                for (int i = thread; i < 400; i += THREADS) {
                    Attributes gone = member("member-" + i);
                    Attributes come = member("member-" + (400 + i));
                    change(
                            groups,
                            staff.id(),
                            current -> MEMBERS.withAttributeValue(
                                    current.attributes(),
                                    values(current).minus(gone).plus(come)));
                }
                return null;
            });

            assertThat(members(group1(staff.id()))).isEqualTo(Set.copyOf(ids(400, 800)));
            assertThat(groups.membershipsOf(CONTEXT, TestTypes.USER, Set.copyOf(ids(0, 800)))
                            .keySet())
                    .isEqualTo(Set.copyOf(ids(400, 800)));
        }

        @Test
        void losesNobodyThroughDeltas() throws Exception {
            Resource staff = createGroup("Staff", ids(0, 400));

            List<Integer> changes = inParallel(thread -> () -> {
                int changed = 0;
                for (int i = thread; i < 400; i += THREADS) {
                    String come = "member-" + (400 + i);
                    AppliedDelta applied = groups.applyDelta(
                                    CONTEXT,
                                    staff.id(),
                                    Wanted.nothing(),
                                    Precondition.NONE,
                                    ValuesDelta.of(MEMBERS, Map.of(come, member(come)), Set.of("member-" + i)))
                            .orElseThrow();
                    changed += applied.added().size() + applied.removed().size();
                }
                return changed;
            });

            assertThat(members(group1(staff.id()))).isEqualTo(Set.copyOf(ids(400, 800)));
            assertThat(changes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(800);
        }

        @Test
        void letsOneOfRacingCreatesWin() throws Exception {
            for (int round = 0; round < 20; round++) {
                String userName = "racer" + round;
                List<Boolean> won = inParallel(thread -> () -> {
                    try {
                        createUser(userName);
                        return true;
                    } catch (ScimException refused) {
                        return false;
                    }
                });
                assertThat(won.stream().filter(winner -> winner)).hasSize(1);
            }
            assertThat(users.query(CONTEXT, Query.all(100)).totalResults()).hasValue(20);
        }

        @Test
        void keepsAllVersionsApart() throws Exception {
            Resource created = createUser("a");

            Set<String> versions = inParallel(thread -> () -> IntStream.range(0, 100)
                            .mapToObj(i -> change(
                                            users,
                                            created.id(),
                                            current -> current.attributes().toBuilder()
                                                    .set(
                                                            "level",
                                                            current.integer("level")
                                                                            .orElse(0L)
                                                                    + 1)
                                                    .build())
                                    .meta()
                                    .version())
                            .toList())
                    .stream()
                    .flatMap(List::stream)
                    .collect(toSet());

            assertThat(versions).hasSize(THREADS * 100);
            assertThat(users.find(CONTEXT, created.id(), ALL).orElseThrow().integer("level"))
                    .contains(THREADS * 100L);
        }
    }
}
