package dev.scimlet.testkit.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.MembershipSource.Membership;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Retries;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link ResourceRepository} keeps to. Extend it and name an empty repository of users:
 *
 * <pre>{@code
 * class AccountStoreContractTest extends ResourceRepositoryContract {
 *
 *     @Override
 *     protected ResourceRepository emptyUsers() {
 *         return new AccountStore();
 *     }
 * }
 * }</pre>
 *
 * <p>The tests use the attributes that the type of the repository has; {@code userName} is the only one it must have, and
 * it must be unique. What the type lacks is skipped. A store that cannot answer every filter, or cannot sort or page
 * by cursor, says so by overriding a method below, and is then tested to refuse it. The abilities that are interfaces of
 * their own are tested if the repository of groups has them; units and locks, if that of users has them. Where both say
 * the same {@link UnitOfWork}, units span both.
 */
@ExtendWith(SkippedCases.class)
@SuppressWarnings({"ClassCanBeStatic", "exports"}) // the extension is nobody else's business
public abstract class ResourceRepositoryContract {

    private static final RequestContext CONTEXT = RequestContext.of("contract");
    private static final RequestContext OTHER_TENANT = CONTEXT.inTenant("other");
    private static final Wanted EVERYTHING = Wanted.everything();
    private static final String MANAGER = StandardSchemas.ENTERPRISE_USER.id() + ":manager.value";
    private static final String UNKNOWN_ATTRIBUTES = "filters and orders by attributes that the type does not have";
    private static final int ENOUGH = 1_000;
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** How long a change is tried again where others are faster, on the slowest machine that runs eight threads. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How long somebody who should wait is looked at; what does not wait is done long before. */
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private ResourceRepository users;
    private ResourceType type;
    private SamplePeople people;
    private @Nullable ResourceRepository groupsOfTest;
    private @Nullable Boolean managersAreLookedFor;
    private @Nullable Boolean membersAreLookedFor;
    private int membersMade;
    private Consumer<String> skipped = reason -> {};

    /** A repository without any resources in it, in any tenant. It is called before each test. */
    protected abstract ResourceRepository emptyUsers();

    /** A repository of groups, empty, of a type with {@code displayName} and {@code members}; by default there is none. */
    protected Optional<ResourceRepository> emptyGroups() {
        return Optional.empty();
    }

    /**
     * What the store keeps of some attributes. A {@link PartialRepository}, as all mapped stores are, says it itself: what
     * has no line is gone, and an attribute that follows another one is what the other makes it. A manager who must be
     * there is left out. Override it for what no mapping can say, such as an address that becomes the primary one.
     */
    protected Attributes storable(Attributes attributes) {
        Attributes kept = attributes;
        if (people.knows(MANAGER) && kept.value(MANAGER).isPresent() && looksForManagers()) {
            kept = kept.toBuilder().set(MANAGER, null).build();
        }
        return users instanceof PartialRepository partial ? partial.kept(kept) : kept;
    }

    /**
     * Whether a manager must be somebody who is there, as with a foreign key. It is tried once for each test; a store that
     * refuses a manager who is nobody has to keep one who is somebody.
     */
    private boolean looksForManagers() {
        if (managersAreLookedFor == null) {
            managersAreLookedFor = !takes(users, reportTo("26118915"));
            if (managersAreLookedFor) {
                Resource boss = users.create(CONTEXT, people.named("boss-of-one"));
                Resource report = users.create(CONTEXT, reportTo(boss.id()));
                assertThat(report.string(MANAGER))
                        .as("the manager, who is there")
                        .contains(boss.id());
                for (Resource made : List.of(report, boss)) {
                    users.delete(CONTEXT, made.id(), EVERYTHING, Precondition.NONE);
                }
            }
        }
        return managersAreLookedFor;
    }

    private Attributes reportTo(String manager) {
        return people.named("report-of-one").toBuilder().set(MANAGER, manager).build();
    }

    /** Whether the store takes a resource; if so it is deleted again. */
    private static boolean takes(ResourceRepository repository, Attributes attributes) {
        try {
            Resource created = repository.create(CONTEXT, attributes);
            repository.delete(CONTEXT, created.id(), EVERYTHING, Precondition.NONE);
            return true;
        } catch (ScimException refused) {
            return false;
        }
    }

    /** Whether the store can answer the filter; if not it must refuse it with {@code invalidFilter}. */
    protected boolean answers(BoundFilter filter) {
        return true;
    }

    /** Whether the store can order so; if not it must refuse it with {@code invalidValue}. */
    protected boolean sortsBy(Sort sort) {
        return true;
    }

    /** Whether the store pages by cursor; if not it must refuse it. */
    protected boolean walksByCursor() {
        return true;
    }

    /** Whether pages by cursor lead back too. */
    protected boolean walksBackward() {
        return walksByCursor();
    }

    /** Whether the store knows more than one tenant. */
    protected boolean knowsTenants() {
        return true;
    }

    /**
     * Different ids that can be members of groups: of nobody, if the store does not look, else of users who are made for
     * it, as with foreign keys. Which of both is tried out. Override it where members are other resources than users, or
     * where there is a faster way to make them.
     */
    protected List<String> memberIds(int count) {
        if (!looksForMembers()) {
            return IntStream.range(0, count).mapToObj(i -> "member-" + i).toList();
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(create("member-" + ++membersMade).id());
        }
        return ids;
    }

    /** Whether members must be users who are there. It is tried once for each test. */
    private boolean looksForMembers() {
        if (membersAreLookedFor == null) {
            ResourceRepository groups = groupsOfTest;
            membersAreLookedFor = groups != null
                    && !takes(
                            groups,
                            groups.type()
                                    .attributes()
                                    .set("displayName", "Of nobody")
                                    .set("members", List.of(Map.of("value", "member-0")))
                                    .build());
        }
        return membersAreLookedFor;
    }

    /** How many members a large group has; fewer where filling it takes a store seconds, and its cost is shown elsewhere. */
    protected int manyMembers() {
        return looksForMembers() ? 2_000 : 100_000;
    }

    /** What time the store thinks it is. */
    protected Instant now() {
        return Instant.now();
    }

    @BeforeEach
    void startEmpty() {
        users = emptyUsers();
        type = users.type();
        people = new SamplePeople(type);
    }

    /** Where it is told that a case does not apply, before it becomes a test. */
    void tellsWhatItSkips(Consumer<String> listener) {
        skipped = listener;
    }

    private Resource create(Attributes attributes) {
        return users.create(CONTEXT, storable(attributes));
    }

    private Resource create(String userName) {
        return create(people.named(userName));
    }

    private List<Resource> createAll() {
        return people.all().stream().map(this::create).toList();
    }

    private Optional<Resource> find(String id) {
        return users.find(CONTEXT, id, EVERYTHING);
    }

    private Resource stored(Resource resource) {
        return find(resource.id()).orElseThrow(() -> new AssertionError("not stored: " + resource));
    }

    private Resource set(String id, String path, @Nullable Object value) {
        return change(users, id, EVERYTHING, current -> with(current, path, value));
    }

    /** As the service does it: reads, computes, and writes under what was read, again where others were faster. */
    private static Resource change(
            ResourceRepository repository, String id, Wanted wanted, Function<Resource, Attributes> change) {
        Retries retries = new Retries(PATIENCE);
        while (true) {
            Resource read =
                    repository.find(CONTEXT, id, wanted).orElseThrow(() -> new AssertionError("not found: " + id));
            try {
                return repository.update(CONTEXT, read, change.apply(read), wanted);
            } catch (ConflictException overtaken) {
                retries.pauseOrGiveUp(overtaken);
            }
        }
    }

    /** What a client may still have in mind, though the store knows it no longer, or never did. */
    private void assertOvertaken(RequestContext context, Resource read) {
        Attributes changed = with(read, "userName", "overtaken");
        assertThatThrownBy(() -> users.update(context, read, changed, EVERYTHING))
                .isInstanceOf(ConflictException.class);
    }

    private static Attributes with(Resource current, String path, @Nullable Object value) {
        return current.attributes().toBuilder().set(path, value).build();
    }

    /** What somebody else sees: transactions may be bound to the thread, so it is another one. */
    private static <T> T elsewhere(Supplier<T> look) {
        return CompletableFuture.supplyAsync(look, thread -> new Thread(thread, "somebody else").start())
                .join();
    }

    private BoundFilter filter(String text) {
        return new PathBinder(type.definition(), ClientProfile.INTEROPERABLE).filter(text);
    }

    /** Refuses after it has seen what the resource holds at the path. */
    private static Precondition refusal(Resource expected, String path) {
        BoundPath looked = expected.type().path(path);
        return new Precondition() {
            @Override
            public void check(Resource current) {
                assertThat(current.value(looked)).isNotNull().isEqualTo(expected.value(looked));
                throw ScimException.preconditionFailed();
            }

            @Override
            public Wanted wanted() {
                return Wanted.nothing().and(looked);
            }
        };
    }

    private QueryResult query(@Nullable BoundFilter filter, @Nullable Sort sort, Page page) {
        return users.query(
                CONTEXT,
                Query.builder(page).filter(filter).sort(sort).wanted(EVERYTHING).build());
    }

    private QueryResult all() {
        return query(null, null, new Page.Index(1, ENOUGH));
    }

    private QueryResult byUserName(String userName) {
        return query(filter("userName eq \"" + userName + "\""), null, new Page.Index(1, ENOUGH));
    }

    private static List<String> names(Collection<Resource> resources) {
        return resources.stream()
                .map(resource -> resource.string("userName").orElse(resource.id()))
                .toList();
    }

    private static List<String> ids(QueryResult result) {
        return ids(result.resources());
    }

    private static List<String> ids(Collection<Resource> resources) {
        return resources.stream().map(Resource::id).toList();
    }

    private static void assertError(ErrorType expected, Callable<?> call) {
        assertThatThrownBy(call::call)
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).isEqualTo(Optional.of(expected)));
    }

    /** Looks at one attribute, and lets nothing happen. */
    private static Precondition refusing(Resource expected, String path, ScimException failure) {
        BoundPath seen = expected.type().path(path);
        return new Precondition() {
            @Override
            public void check(Resource current) {
                assertThat(current.id()).isEqualTo(expected.id());
                assertThat(current.meta()).isEqualTo(expected.meta());
                assertThat(current.value(seen)).isEqualTo(expected.value(seen));
                throw failure;
            }

            @Override
            public Wanted wanted() {
                return Wanted.nothing().and(seen);
            }
        };
    }

    private String textAttribute() {
        assumeTrue(people.knows("displayName"), "the type has no displayName");
        return "displayName";
    }

    @Nested
    class Create {

        @Test
        @DisplayName("RFC 7644 §3.3: what was sent is stored")
        void storesEverything() {
            for (Attributes attributes : people.all()) {
                Attributes given = storable(attributes);

                Resource created = users.create(CONTEXT, given);

                assertThat(created.attributes()).isEqualTo(given);
                assertThat(created.type()).isSameAs(type);
                assertThat(stored(created)).isEqualTo(created);
            }
        }

        @Test
        @DisplayName("RFC 7643 §3.1: created and lastModified are now")
        void givesTimes() {
            Resource created = create("bjensen");

            assertThat(created.meta().created()).isBetween(now().minus(CLOCK_TOLERANCE), now().plus(CLOCK_TOLERANCE));
            assertThat(created.meta().lastModified()).isEqualTo(created.meta().created());
        }

        @Test
        @DisplayName("RFC 7643 §3.1: ids differ, fit a path segment and never hold bulkId")
        void givesIds() {
            List<String> ids = ids(createAll());

            assertThat(ids)
                    .doesNotHaveDuplicates()
                    .allSatisfy(id -> assertThat(id).matches("[A-Za-z0-9._~-]+").doesNotContain("bulkId"));
        }

        @Test
        @DisplayName("RFC 7644 §3.3, A-53: a taken userName is refused, whatever its case, and nothing is stored")
        void refusesATakenUserName() {
            Resource first = create("bjensen");

            assertError(ErrorType.UNIQUENESS, () -> create("bjensen"));
            assertError(ErrorType.UNIQUENESS, () -> create("BJensen"));
            assertThat(ids(all())).containsExactly(first.id());
        }

        @Test
        @DisplayName("S-7 uniqueness: unique attributes of extensions are unique too, by their own case rule")
        void refusesATakenExtensionValue() {
            String badge = ContractTypes.EXTENSION.id() + ":badge";
            assumeTrue(people.knows(badge), "the type has no badge");
            create(people.named("a").toBuilder().set(badge, "x-1").build());
            create(people.named("b").toBuilder().set(badge, "X-1").build());

            assertError(
                    ErrorType.UNIQUENESS,
                    () -> create(people.named("c").toBuilder().set(badge, "x-1").build()));
        }

        @Test
        @DisplayName("RFC 7644 §7.5: the error says nothing about the other resource")
        void tellsNothingOfTheOther() {
            Resource first = create(people.barbara());

            assertThatThrownBy(() -> create("bjensen@example.com"))
                    .hasMessageNotContaining(first.id())
                    .hasMessageNotContaining("Jensen");
        }

        @Test
        @DisplayName("RFC 7644 §3.3: of several creates with one userName at once, one wins")
        void letsOneOfRacingCreatesWin() throws InterruptedException {
            for (int round = 0; round < 10; round++) {
                String userName = "racer" + round;
                List<Boolean> winners = Race.run(thread -> () -> {
                    try {
                        create(userName);
                        return true;
                    } catch (ScimException refused) {
                        assertThat(refused.type()).contains(ErrorType.UNIQUENESS);
                        return false;
                    }
                });

                assertThat(winners.stream().filter(winner -> winner)).hasSize(1);
                assertThat(byUserName(userName).resources()).hasSize(1);
            }
        }
    }

    @Nested
    class Find {

        @Test
        @DisplayName("RFC 7644 §3.4.1: unknown ids are not found, however they look")
        void findsNothingForUnknownIds() {
            Resource created = create("bjensen");

            List<String> strange = List.of(
                    "unknown",
                    "",
                    " ",
                    "'",
                    "' or '1'='1",
                    "%",
                    "0",
                    "-1",
                    "99999999999999999999",
                    "\u0000",
                    "é💡",
                    created.id() + " ",
                    " " + created.id(),
                    created.id() + created.id(),
                    "x".repeat(10_000));
            assertThat(strange).allSatisfy(id -> assertThat(find(id)).isEmpty());
        }

        @Test
        @DisplayName("A-51: ids are compared exactly, case included")
        void comparesIdsExactly() {
            List<Resource> created = createAll();

            for (Resource resource : created) {
                for (String other : List.of(swapCase(resource.id()), "0" + resource.id())) {
                    if (!ids(created).contains(other)) {
                        assertThat(find(other)).isEmpty();
                        assertOvertaken(CONTEXT, new Resource(type, other, resource.meta(), resource.attributes()));
                        assertThat(users.delete(CONTEXT, other, EVERYTHING, Precondition.NONE))
                                .isEmpty();
                    }
                }
            }
        }

        private String swapCase(String text) {
            StringBuilder swapped = new StringBuilder();
            text.chars()
                    .forEach(c -> swapped.append(
                            (char) (Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c))));
            return swapped.toString();
        }

        @Test
        @DisplayName("Wanted: what will be looked at is there, id and meta always")
        void readsWhatIsWanted() {
            Resource created = create(people.barbara());
            BoundPath userName = type.path("userName");

            Resource found = users.find(CONTEXT, created.id(), Wanted.nothing().and(userName))
                    .orElseThrow();
            Resource bare = users.find(CONTEXT, created.id(), Wanted.nothing()).orElseThrow();

            assertThat(found.value(userName)).isEqualTo(created.value(userName));
            assertThat(bare.id()).isEqualTo(created.id());
            assertThat(bare.meta()).isEqualTo(created.meta());
            for (AttributeDefinition attribute : type.definition().subAttributes()) {
                if (attribute.isExtension() && created.attributes().get(attribute) != null) {
                    Wanted wanted = Wanted.nothing().and(type.path(attribute.name()));
                    assertThat(users.find(CONTEXT, created.id(), wanted)
                                    .orElseThrow()
                                    .attributes()
                                    .get(attribute))
                            .isEqualTo(created.attributes().get(attribute));
                }
            }
        }
    }

    @Nested
    class Search {

        @TestFactory
        @DisplayName("RFC 7644 §3.4.2.2: each filter finds what meets it, or is refused")
        Stream<DynamicTest> findsWhatMeetsTheFilter() {
            List<Resource> created = createAll();
            List<DynamicTest> tests = new ArrayList<>();
            for (SamplePeople.Example example : SamplePeople.filters()) {
                Optional<BoundFilter> filter = known(example.filter());
                if (filter.isPresent()) {
                    String name = example.requirement() + ": " + example.filter();
                    tests.add(dynamicTest(name, () -> check(filter.get(), created)));
                } else {
                    skipped.accept(UNKNOWN_ATTRIBUTES);
                }
            }
            return tests.stream();
        }

        private Optional<BoundFilter> known(String text) {
            try {
                return Optional.of(filter(text));
            } catch (ScimException unknown) {
                return Optional.empty();
            }
        }

        private void check(BoundFilter filter, List<Resource> created) {
            Page page = new Page.Index(1, ENOUGH);
            if (!answers(filter)) {
                assertThatThrownBy(() -> query(filter, null, page))
                        .as("the filter %s, which the store is said not to answer", filter.text())
                        .isInstanceOfSatisfying(
                                ScimException.class,
                                refused -> assertThat(refused.type()).contains(ErrorType.INVALID_FILTER));
                return;
            }
            List<Resource> expected = created.stream().filter(filter::matches).toList();

            QueryResult result = query(filter, null, page);

            assertThat(names(result.resources()))
                    .as("the users that the filter finds: %s", filter.text())
                    .containsExactlyInAnyOrderElementsOf(names(expected));
            assertThat(result.resources())
                    .as("what the filter finds, with all attributes: %s", filter.text())
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(result.totalResults())
                    .as("the total of the filter %s", filter.text())
                    .hasValue(expected.size());
        }

        @Test
        @DisplayName("RFC 7643 §3.1: filters find by id and by meta")
        void findsByIdAndMeta() {
            List<Resource> created = createAll();
            String id = created.get(2).id();

            check(filter("id eq \"" + id + "\""), created);
            check(filter("id eq \"unknown\""), created);
            check(filter("id ne \"" + id + "\""), created);
            check(filter("id eq \"" + id + "\" and userName eq \"anna\""), created);
            check(filter("meta.created ge \"2000-01-01T00:00:00Z\""), created);
            check(filter("meta.lastModified lt \"2000-01-01T01:00:00+01:00\""), created);
            check(filter("meta.resourceType eq \"" + type.name() + "\""), created);
        }

        @Test
        @DisplayName("P-3.4.2.2-30: filters see the last write")
        void seesTheLastWrite() {
            Resource created = create("before");
            set(created.id(), "userName", "after");

            assertThat(byUserName("before").resources()).isEmpty();
            assertThat(ids(byUserName("after"))).containsExactly(created.id());
        }

        @TestFactory
        @DisplayName("RFC 7644 §3.4.2.3: each order holds, or is refused")
        Stream<DynamicTest> sorts() {
            List<Resource> created = createAll();
            SamplePeople.sortPaths().stream()
                    .filter(path -> !people.knows(path))
                    .forEach(path -> skipped.accept(UNKNOWN_ATTRIBUTES));
            return SamplePeople.sortPaths().stream()
                    .filter(people::knows)
                    .flatMap(path -> Stream.of(SortOrder.values())
                            .map(order -> new Sort(type.path(path), order))
                            .map(sort -> dynamicTest(path + " " + sort.order().keyword(), () -> check(sort, created))));
        }

        private void check(Sort sort, List<Resource> created) {
            Page page = new Page.Index(1, ENOUGH);
            if (!sortsBy(sort)) {
                assertThatThrownBy(() -> query(null, sort, page))
                        .as(
                                "the order by %s, which the store is said not to know",
                                sort.path().text())
                        .isInstanceOfSatisfying(
                                ScimException.class,
                                refused -> assertThat(refused.type()).contains(ErrorType.INVALID_VALUE));
                return;
            }
            List<Resource> sorted = query(null, sort, page).resources();

            assertThat(sorted)
                    .as(
                            "everybody, in the order by %s, %s",
                            sort.path().text(), sort.order().keyword())
                    .containsExactlyInAnyOrderElementsOf(created);
            for (int i = 1; i < sorted.size(); i++) {
                assertThat(sort.compareKeys(sort.key(sorted.get(i - 1)), sort.key(sorted.get(i))))
                        .as("%s before %s", sorted.get(i - 1), sorted.get(i))
                        .isNotPositive();
            }
        }

        @Test
        @DisplayName("A-48: equal values and missing ones are in the order of ids, whatever the direction")
        void breaksTiesById() {
            String path = textAttribute();
            for (int i = 0; i < 10; i++) {
                create(people.named("user" + i).toBuilder()
                        .set(path, i % 2 == 0 ? "same" : null)
                        .build());
            }
            Sort ascending = new Sort(type.path(path), SortOrder.ASCENDING);
            Sort descending = new Sort(type.path(path), SortOrder.DESCENDING);
            assumeTrue(
                    sortsBy(ascending) && sortsBy(descending),
                    "the store does not sort so, as the test says by sortsBy");

            List<String> up = ids(query(null, ascending, new Page.Index(1, ENOUGH)));
            List<String> down = ids(query(null, descending, new Page.Index(1, ENOUGH)));

            assertThat(down.subList(0, 5)).isEqualTo(up.subList(5, 10));
            assertThat(down.subList(5, 10)).isEqualTo(up.subList(0, 5));
        }

        @Test
        @DisplayName("RFC 7644 §3.4.2.4: pages by index meet, and the total counts all")
        void pagesByIndex() {
            createUsers(7);
            List<@Nullable Sort> sorts = new ArrayList<>();
            sorts.add(null);
            sorts.add(new Sort(type.path("userName"), SortOrder.DESCENDING));
            for (Sort sort : sorts) {
                if (sort != null && !sortsBy(sort)) {
                    continue;
                }
                List<String> whole = ids(query(null, sort, new Page.Index(1, ENOUGH)));
                assertThat(whole).hasSize(7);
                for (int start = 1; start <= 9; start++) {
                    QueryResult page = query(null, sort, new Page.Index(start, 3));
                    assertThat(ids(page)).isEqualTo(whole.subList(Math.min(start - 1, 7), Math.min(start + 2, 7)));
                    assertThat(page.totalResults()).hasValue(7);
                }
            }
        }

        @Test
        @DisplayName("P-3.4.2.4-05: count 0 gives the total alone")
        void countsWithoutResources() {
            createUsers(3);

            assertThat(query(null, null, new Page.Index(1, 0))).isEqualTo(QueryResult.of(List.of(), 3));
            assertThat(query(filter("userName eq \"user1\""), null, new Page.Index(1, 0)))
                    .isEqualTo(QueryResult.of(List.of(), 1));
        }

        @Test
        @DisplayName("P-3.4.2.4-10: the total of a filtered page counts all that meet the filter")
        void countsWhatMeetsTheFilter() {
            createUsers(7);
            BoundFilter filter = filter("userName eq \"user1\" or userName eq \"user2\" or userName eq \"user3\"");
            assumeTrue(answers(filter), "the store does not answer such a filter, as the test says by answers");

            QueryResult page = query(filter, null, new Page.Index(2, 1));

            assertThat(page.resources()).hasSize(1);
            assertThat(page.totalResults()).hasValue(3);
        }

        @Test
        @DisplayName("P-3.4.2.4-11, -12: beyond the end there is an empty page with the total")
        void endsWhereItEnds() {
            createUsers(2);

            for (int start : new int[] {3, 1_000, Integer.MAX_VALUE}) {
                assertThat(query(null, null, new Page.Index(start, ENOUGH))).isEqualTo(QueryResult.of(List.of(), 2));
            }
            assertThat(query(null, null, new Page.Index(1, Integer.MAX_VALUE)).resources())
                    .hasSize(2);
        }

        private void createUsers(int count) {
            for (int i = 0; i < count; i++) {
                create("user" + i);
            }
        }

        @Test
        @DisplayName("RFC 9865 §2: a walk by cursor sees each resource once, in order, and ends")
        void walksByCursor() {
            createUsers(7);
            assumeTrue(
                    ResourceRepositoryContract.this.walksByCursor(),
                    "the store does not page by cursor, as the test says by walksByCursor");
            String path = people.knows("displayName") ? "displayName" : "userName";
            set(byUserName("user3").resources().get(0).id(), path, "user0b");
            String another = path.equals("userName") ? "user0c" : "user0b";
            set(byUserName("user5").resources().get(0).id(), path, another);
            for (Sort sort : sorts(path)) {
                List<String> whole = ids(query(null, sort, new Page.Index(1, ENOUGH)));
                for (int count = 1; count <= 8; count++) {
                    assertThat(walk(null, sort, count)).as("pages of %s", count).isEqualTo(whole);
                }
            }
        }

        private List<@Nullable Sort> sorts(String path) {
            List<@Nullable Sort> sorts = new ArrayList<>();
            sorts.add(null);
            for (SortOrder order : SortOrder.values()) {
                Sort sort = new Sort(type.path(path), order);
                if (sortsBy(sort)) {
                    sorts.add(sort);
                }
            }
            return sorts;
        }

        private List<String> walk(@Nullable BoundFilter filter, @Nullable Sort sort, int count) {
            List<String> seen = new ArrayList<>();
            String position = null;
            do {
                QueryResult page = query(filter, sort, new Page.Cursor(position, count));
                assertThat(page.resources()).isNotEmpty().hasSizeLessThanOrEqualTo(count);
                seen.addAll(ids(page));
                position = page.next();
                if (position != null) {
                    assertThat(page.resources()).hasSize(count);
                    assertThat(position).matches("[A-Za-z0-9._~-]+");
                }
                assertThat(seen).doesNotHaveDuplicates();
            } while (position != null);
            return seen;
        }

        @Test
        @DisplayName("C-9865-06: a walk keeps to its filter; a total, if given, is that of the whole")
        void walksWhatMeetsTheFilter() {
            assumeTrue(
                    ResourceRepositoryContract.this.walksByCursor(),
                    "the store does not page by cursor, as the test says by walksByCursor");
            createUsers(7);
            BoundFilter filter = filter("userName eq \"user1\" or userName eq \"user2\" or userName eq \"user6\"");
            assumeTrue(answers(filter), "the store does not answer such a filter, as the test says by answers");

            assertThat(walk(filter, null, 2)).hasSize(3);
            query(filter, null, new Page.Cursor(null, 2))
                    .totalResults()
                    .ifPresent(total -> assertThat(total).isEqualTo(3));
            QueryResult counted = query(filter, null, new Page.Cursor(null, 0));
            assertThat(counted.totalResults()).hasValue(3);
            assertThat(counted.resources()).isEmpty();
            assertThat(counted.next()).as("C-9865-26").isNull();
        }

        @Test
        @DisplayName("C-9865-25: what stays unchanged during a walk is seen exactly once")
        void walksOnAfterChanges() {
            assumeTrue(
                    ResourceRepositoryContract.this.walksByCursor(),
                    "the store does not page by cursor, as the test says by walksByCursor");
            createUsers(6);
            Sort sort = new Sort(type.path("userName"), SortOrder.ASCENDING);
            assumeTrue(sortsBy(sort), "the store does not sort so, as the test says by sortsBy");
            QueryResult first = query(null, sort, new Page.Cursor(null, 3));
            users.delete(CONTEXT, first.resources().get(2).id(), EVERYTHING, Precondition.NONE);
            users.delete(CONTEXT, first.resources().get(0).id(), EVERYTHING, Precondition.NONE);
            create("aaa");

            QueryResult second = query(null, sort, new Page.Cursor(first.next(), 3));

            assertThat(second.resources())
                    .extracting(user -> user.string("userName").orElseThrow())
                    .containsExactly("user3", "user4", "user5");
            assertThat(second.next()).isNull();
        }

        @Test
        @DisplayName("C-9865-05: pages lead back to the first one, which leads no further")
        void walksBack() {
            assumeTrue(
                    ResourceRepositoryContract.this.walksBackward(),
                    "the store does not page backward, as the test says by walksBackward");
            createUsers(7);
            for (Sort sort : sorts("userName")) {
                List<QueryResult> pages = new ArrayList<>();
                String position = null;
                do {
                    pages.add(query(null, sort, new Page.Cursor(position, 3)));
                    position = pages.get(pages.size() - 1).next();
                } while (position != null);

                assertThat(pages.get(0).previous()).isNull();
                for (int i = pages.size() - 1; i > 0; i--) {
                    String previous = pages.get(i).previous();
                    assertThat(previous).isNotNull();
                    QueryResult back = query(null, sort, new Page.Cursor(previous, 3));
                    assertThat(ids(back)).isEqualTo(ids(pages.get(i - 1)));
                    assertThat(ids(query(null, sort, new Page.Cursor(back.next(), 3))))
                            .isEqualTo(ids(pages.get(i)));
                }
            }
        }

        @Test
        @DisplayName("RFC 9865 §2.4: a store that does not page by cursor refuses it")
        void refusesCursorsItDoesNotKnow() {
            assumeTrue(
                    !ResourceRepositoryContract.this.walksByCursor(),
                    "the store pages by cursor, so there is nothing to refuse");
            createUsers(3);

            assertThatThrownBy(() -> query(null, null, new Page.Cursor(null, 2)))
                    .isInstanceOf(ScimException.class);
        }

        @Test
        @DisplayName("Wanted: a list shows what will be looked at")
        void readsWhatIsWanted() {
            Resource created = create(people.barbara());
            BoundPath userName = type.path("userName");

            QueryResult result = users.query(
                    CONTEXT,
                    Query.builder(new Page.Index(1, ENOUGH))
                            .wanted(Wanted.nothing().and(userName))
                            .build());

            assertThat(result.resources()).singleElement().satisfies(found -> {
                assertThat(found.id()).isEqualTo(created.id());
                assertThat(found.meta()).isEqualTo(created.meta());
                assertThat(found.value(userName)).isEqualTo(created.value(userName));
            });
        }
    }

    @Nested
    class Update {

        @Test
        @DisplayName("RFC 7644 §3.5: the given attributes are stored, and nothing else changes")
        void storesWhatItIsGiven() {
            Resource other = create("other");
            Resource created = create(people.barbara());

            Resource updated = set(created.id(), "userName", "babs");

            assertThat(updated.attributes()).isEqualTo(storable(with(created, "userName", "babs")));
            assertThat(stored(created)).isEqualTo(updated);
            assertThat(stored(other)).isEqualTo(other);
        }

        @Test
        @DisplayName("RFC 7644 §3.5.1: what is left out is gone")
        void dropsWhatIsLeftOut() {
            Resource created = create(people.barbara());
            Attributes bare = storable(people.named("bjensen@example.com"));

            Resource updated = users.update(CONTEXT, created, bare, EVERYTHING);

            assertThat(updated.attributes()).isEqualTo(bare);
            assertThat(stored(created).attributes()).isEqualTo(bare);
        }

        @Test
        @DisplayName("RFC 7643 §4.1.1: who is disabled is not enabled by a missing 'active'")
        void enablesNobodyWhoseActiveIsMissing() {
            assumeTrue(people.knows("active"), "the type has no active");
            Resource created = create("a");
            set(created.id(), "active", false);

            Resource cleared = set(created.id(), "active", null);
            Resource renamed = set(created.id(), "userName", "b");

            assertThat(cleared.bool("active")).isNotEqualTo(Optional.of(true));
            assertThat(renamed.bool("active")).isNotEqualTo(Optional.of(true));
            assertThat(stored(created).bool("active")).isNotEqualTo(Optional.of(true));
            assertThat(set(created.id(), "active", true).bool("active")).contains(true);
        }

        @Test
        @DisplayName("P-3.5.2 atomic: what was read before another change is not written over it")
        void refusesWhatIsOvertaken() {
            Resource read = create("bjensen");
            Resource faster = set(read.id(), "userName", "faster");

            assertOvertaken(CONTEXT, read);

            assertThat(stored(read)).isEqualTo(faster);
            assertThat(users.update(CONTEXT, faster, with(faster, "userName", "slower"), EVERYTHING)
                            .string("userName"))
                    .contains("slower");
        }

        @Test
        @DisplayName("P-3.5.1 unknown id: what is gone is not created again")
        void createsNothing() {
            Resource gone = create("bjensen");
            users.delete(CONTEXT, gone.id(), EVERYTHING, Precondition.NONE);

            assertOvertaken(CONTEXT, gone);

            assertThat(find(gone.id())).isEmpty();
            assertThat(all().resources()).isEmpty();
        }

        @Test
        @DisplayName("RFC 7644 §3.5.2.1: a change to equal attributes keeps lastModified and version")
        void keepsMetaWhenNothingChanges() {
            Resource created = create(people.barbara());

            assertThat(users.update(CONTEXT, created, created.attributes(), EVERYTHING))
                    .isEqualTo(created);
            assertThat(users.update(CONTEXT, created, storable(people.barbara()), EVERYTHING))
                    .isEqualTo(created);
            assertThat(stored(created)).isEqualTo(created);
        }

        @Test
        @DisplayName("RFC 7643 §3.1: each change gives a version that was never there, created stays")
        void givesNewVersions() {
            Resource created = create("a");
            List<String> versions = new ArrayList<>(List.of(created.meta().version()));
            Instant last = created.meta().lastModified();
            for (int i = 0; i < 6; i++) {
                Resource updated = set(created.id(), "userName", i % 2 == 0 ? "b" : "a");
                versions.add(updated.meta().version());
                assertThat(updated.meta().created()).isEqualTo(created.meta().created());
                assertThat(updated.meta().lastModified())
                        .isBetween(last, now().plus(CLOCK_TOLERANCE))
                        .isAfter(now().minus(CLOCK_TOLERANCE));
                last = updated.meta().lastModified();
            }

            assertThat(versions).doesNotHaveDuplicates();
        }

        @Test
        @DisplayName("RFC 7644 §3.5: a taken userName is refused and nothing is stored; the own one is no conflict")
        void keepsValuesUnique() {
            Resource a = create(people.barbara());
            Resource b = create("b");

            Attributes taken = storable(people.named("B"));
            assertError(ErrorType.UNIQUENESS, () -> users.update(CONTEXT, a, taken, EVERYTHING));
            assertThat(stored(a)).isEqualTo(a);
            set(b.id(), "userName", "B");
            set(b.id(), "userName", "c");
            assertThat(set(a.id(), "userName", "b").string("userName")).contains("b");
        }

        @Test
        @DisplayName("Wanted: what was not wanted stays as it is stored")
        void keepsWhatIsNotWanted() {
            Resource created = create(people.barbara());
            Wanted wanted = Wanted.nothing().and(type.path("userName"));

            change(users, created.id(), wanted, current -> with(current, "userName", "babs"));

            assertThat(stored(created).attributes()).isEqualTo(storable(with(created, "userName", "babs")));
        }

        @Test
        @DisplayName("P-3.5.2 atomic: of changes at once none is lost")
        void losesNoChange() throws InterruptedException {
            Resource created = create("0");
            int each = 25;

            Race.run(thread -> () -> {
                for (int i = 0; i < each; i++) {
                    change(users, created.id(), EVERYTHING, current -> {
                        int number = Integer.parseInt(current.string("userName").orElseThrow());
                        return with(current, "userName", String.valueOf(number + 1));
                    });
                }
                return true;
            });

            assertThat(stored(created).string("userName")).contains(String.valueOf(Race.THREADS * each));
        }

        @Test
        @DisplayName("P-3.5.2 atomic: of several renamings to one userName at once, one wins")
        void letsOneOfRacingChangesWin() throws InterruptedException {
            List<Resource> racers = IntStream.range(0, Race.THREADS)
                    .mapToObj(i -> create("racer" + i))
                    .toList();

            List<Boolean> winners = Race.run(thread -> () -> {
                try {
                    set(racers.get(thread).id(), "userName", "winner");
                    return true;
                } catch (ScimException refused) {
                    assertThat(refused.type()).contains(ErrorType.UNIQUENESS);
                    return false;
                }
            });

            assertThat(winners.stream().filter(winner -> winner)).hasSize(1);
            assertThat(byUserName("winner").resources()).hasSize(1);
        }

        @Test
        @DisplayName("P-3.5.2 atomic: nobody sees half a change")
        void showsNoHalfChange() throws InterruptedException {
            String path = textAttribute();
            Resource created =
                    create(people.named("0").toBuilder().set(path, "0").build());
            AtomicInteger writing = new AtomicInteger(1);

            Race.run(thread -> () -> {
                if (thread == 0) {
                    for (int i = 1; i <= 50; i++) {
                        String number = String.valueOf(i);
                        change(
                                users,
                                created.id(),
                                EVERYTHING,
                                current -> current.attributes().toBuilder()
                                        .set("userName", number)
                                        .set(path, number)
                                        .build());
                    }
                    writing.set(0);
                } else {
                    do {
                        Resource seen = stored(created);
                        assertThat(seen.string(path)).isEqualTo(seen.string("userName"));
                    } while (writing.get() == 1);
                }
                return true;
            });
        }
    }

    @Nested
    class Delete {

        @Test
        @DisplayName("RFC 7644 §3.6: a deleted resource is gone for all operations")
        void isGone() {
            Resource other = create("other");
            Resource created = create("bjensen");

            users.delete(CONTEXT, created.id(), EVERYTHING, Precondition.NONE);

            assertThat(find(created.id())).isEmpty();
            assertThat(ids(all())).containsExactly(other.id());
            assertThat(all().totalResults()).hasValue(1);
            assertThat(byUserName("bjensen").resources()).isEmpty();
            assertOvertaken(CONTEXT, created);
            assertThat(users.delete(CONTEXT, created.id(), EVERYTHING, Precondition.NONE))
                    .isEmpty();
        }

        @Test
        @DisplayName("RFC 7644 §3.6: the last state is told, with what is wanted of it")
        void tellsTheLastState() {
            Resource created = create(people.barbara());
            Resource last = set(created.id(), "userName", "babs");
            Resource other = create("other");
            BoundPath userName = type.path("userName");

            assertThat(users.delete(CONTEXT, created.id(), EVERYTHING, Precondition.NONE))
                    .contains(last);
            assertThat(users.delete(CONTEXT, other.id(), Wanted.nothing().and(userName), Precondition.NONE))
                    .hasValueSatisfying(found -> {
                        assertThat(found.id()).isEqualTo(other.id());
                        assertThat(found.meta()).isEqualTo(other.meta());
                        assertThat(found.value(userName)).isEqualTo("other");
                    });
        }

        @Test
        @DisplayName("RFC 7644 §3.6, RFC 7643 §3.1: its unique values are free, its id is not given again")
        void freesUniqueValues() {
            Resource created = create(people.barbara());
            users.delete(CONTEXT, created.id(), EVERYTHING, Precondition.NONE);

            Resource again = create(people.barbara());

            assertThat(again.id()).isNotEqualTo(created.id());
            assertThat(find(created.id())).isEmpty();
        }

        @Test
        @DisplayName("RFC 7644 §3.14: what the precondition protects stays; it sees what it asks for")
        void checksThePrecondition() {
            Resource created = create("bjensen");
            ScimException failure = ScimException.preconditionFailed();
            Precondition refusing = refusing(created, "userName", failure);

            assertThatThrownBy(() -> users.delete(CONTEXT, created.id(), Wanted.nothing(), refusing))
                    .isSameAs(failure);
            assertThat(stored(created)).isEqualTo(created);
            assertThat(users.delete(CONTEXT, "unknown", Wanted.nothing(), refusing))
                    .isEmpty();
        }

        @Test
        @DisplayName("RFC 7644 §2: a precondition looks at the attributes that it wants")
        void readsWhatThePreconditionWants() {
            Resource created = create("bjensen");

            assertThatThrownBy(
                            () -> users.delete(CONTEXT, created.id(), Wanted.nothing(), refusal(created, "userName")))
                    .isInstanceOf(ScimException.class);
            assertThat(stored(created)).isEqualTo(created);
        }

        @Test
        @DisplayName("RFC 7644 §3.6: of several deletions at once one finds the resource")
        void isDeletedOnce() throws InterruptedException {
            Resource created = create("bjensen");

            List<Boolean> found =
                    Race.run(thread -> () -> users.delete(CONTEXT, created.id(), EVERYTHING, Precondition.NONE)
                            .isPresent());

            assertThat(found.stream().filter(deleted -> deleted)).hasSize(1);
        }
    }

    /** Writes that are stored together or not at all; for a repository that is part of units. */
    @Nested
    class Units {

        private UnitOfWork units;

        @BeforeEach
        void needUnits() {
            assumeTrue(
                    users instanceof UnitOfWork.Participant,
                    "the store takes part in no units of work (UnitOfWork.Participant)");
            units = ((UnitOfWork.Participant) users).unitOfWork();
            assumeTrue(
                    units.perform(CONTEXT, Unit::isAtomic),
                    "the units of the store are not atomic: they keep no writes back");
        }

        /** A repository of groups in the same units, if there is one. */
        private Optional<ResourceRepository> groupsBeside() {
            Optional<ResourceRepository> beside = emptyGroups()
                    .filter(groups -> groups instanceof UnitOfWork.Participant participant
                            && participant.unitOfWork().equals(units));
            groupsOfTest = beside.orElse(null);
            return beside;
        }

        private static Attributes group(ResourceRepository groups, String displayName) {
            return groups.type().attributes().set("displayName", displayName).build();
        }

        private Attributes user(String userName) {
            return storable(people.named(userName));
        }

        @Test
        @DisplayName("One request, one transaction: what the repositories write in a unit is stored together")
        void storeAll() {
            Optional<ResourceRepository> groups = groupsBeside();

            List<String> ids = units.perform(CONTEXT, unit -> {
                RequestContext within = CONTEXT.within(unit);
                List<String> created = new ArrayList<>();
                created.add(users.create(within, user("bjensen")).id());
                groups.ifPresent(beside -> created.add(
                        beside.create(within, group(beside, "Staff")).id()));
                return created;
            });

            assertThat(find(ids.get(0))).isPresent();
            groups.ifPresent(beside ->
                    assertThat(beside.find(CONTEXT, ids.get(1), EVERYTHING)).isPresent());
        }

        @Test
        @DisplayName("One request, one transaction: of a unit that fails nothing is stored, whatever it wrote")
        void storeNothingOfAFailure() {
            ScimException failure = ScimException.preconditionFailed();
            Resource changed = create("changed");
            Resource deleted = create("deleted");
            Optional<ResourceRepository> groups = groupsBeside();
            Optional<Resource> staff = groups.map(beside -> beside.create(CONTEXT, group(beside, "Staff")));

            assertThatThrownBy(() -> units.perform(CONTEXT, unit -> {
                        RequestContext within = CONTEXT.within(unit);
                        users.create(within, user("created"));
                        users.update(within, changed, with(changed, "userName", "other"), EVERYTHING);
                        users.delete(within, deleted.id(), EVERYTHING, Precondition.NONE);
                        groups.ifPresent(beside -> {
                            beside.create(within, group(beside, "Chess"));
                            beside.delete(within, staff.orElseThrow().id(), EVERYTHING, Precondition.NONE);
                        });
                        throw failure;
                    }))
                    .isSameAs(failure);

            assertThat(all().resources()).containsExactlyInAnyOrder(changed, deleted);
            groups.ifPresent(beside -> assertThat(
                            beside.query(CONTEXT, Query.all(ENOUGH)).resources())
                    .containsExactly(staff.orElseThrow()));
            create("created");
        }

        @Test
        @DisplayName("One request, one transaction: members that come and go in a unit that fails are as before")
        void keepMembersOfAFailure() {
            ScimException failure = ScimException.preconditionFailed();
            ResourceRepository groups = groupsBeside().orElse(null);
            assumeTrue(
                    groups instanceof ValuesDeltas,
                    "the store of groups takes no deltas in the units of users (ValuesDeltas)");
            BoundPath members = groups.type().path("members");
            List<String> ids = memberIds(3);
            Resource staff = groups.create(
                    CONTEXT,
                    groups.type()
                            .attributes()
                            .set("displayName", "Staff")
                            .set("members", List.of(entry(members, ids.get(0)), entry(members, ids.get(1))))
                            .build());
            ValuesDelta delta =
                    ValuesDelta.of(members, Map.of(ids.get(2), entry(members, ids.get(2))), Set.of(ids.get(0)));

            assertThatThrownBy(() -> units.perform(CONTEXT, unit -> {
                        RequestContext within = CONTEXT.within(unit);
                        ((ValuesDeltas) groups).applyDelta(within, staff.id(), EVERYTHING, Precondition.NONE, delta);
                        if (groups instanceof MembershipSource memberships) {
                            memberships.memberDeleted(within, type, ids.get(1));
                        }
                        throw failure;
                    }))
                    .isSameAs(failure);

            assertThat(groups.find(CONTEXT, staff.id(), EVERYTHING)).contains(staff);
        }

        private static Attributes entry(BoundPath members, String id) {
            return Attributes.empty(members.target()).toBuilder()
                    .set("value", id)
                    .build();
        }

        @Test
        @DisplayName("One request, one transaction: others see nothing of a unit before its commit")
        void hideWhatIsNotCommitted() {
            Resource known = create("known");

            units.perform(CONTEXT, unit -> {
                Resource created = users.create(CONTEXT.within(unit), user("created"));
                users.update(CONTEXT.within(unit), known, with(known, "userName", "other"), EVERYTHING);

                assertThat(elsewhere(() -> find(created.id()))).isEmpty();
                assertThat(elsewhere(() -> stored(known))).isEqualTo(known);
                return created;
            });
        }

        @Test
        @DisplayName("One request, one transaction: a unit sees what it has written")
        void seeWhatTheyHaveWritten() {
            BoundFilter filter = filter("userName eq \"created\"");
            Resource known = create("known");

            units.perform(CONTEXT, unit -> {
                RequestContext within = CONTEXT.within(unit);
                Resource created = users.create(within, user("created"));
                users.delete(within, known.id(), EVERYTHING, Precondition.NONE);

                assertThat(users.find(within, created.id(), EVERYTHING)).contains(created);
                assertThat(users.find(within, known.id(), EVERYTHING)).isEmpty();
                if (answers(filter)) {
                    assertThat(ids(users.query(within, Query.matching(filter, ENOUGH))))
                            .containsExactly(created.id());
                }
                return created;
            });
        }

        @Test
        @DisplayName("One request, one transaction: a unit inside a unit is a part of it")
        void joinTheOneThatIsThere() {
            ScimException failure = ScimException.preconditionFailed();

            assertThatThrownBy(() -> units.perform(CONTEXT, outer -> {
                        RequestContext within = CONTEXT.within(outer);
                        units.perform(within, inner -> users.create(within.within(inner), user("bjensen")));
                        throw failure;
                    }))
                    .isSameAs(failure);

            assertThat(all().resources()).isEmpty();
        }

        @Test
        @DisplayName(
                "One request, one transaction: what is done before the commit is part of it, what is done after is told"
                        + " of what is stored")
        void runActionsAroundTheCommit() {
            List<String> told = new ArrayList<>();

            Resource early = units.perform(CONTEXT, unit -> {
                unit.afterCommit(() -> told.addAll(ids(all())));
                unit.beforeCommit(() -> {
                    assertThat(told).isEmpty();
                    users.create(CONTEXT.within(unit), user("late"));
                });
                Resource created = users.create(CONTEXT.within(unit), user("early"));
                assertThat(told).isEmpty();
                return created;
            });

            assertThat(told).hasSize(2).contains(early.id());
        }

        @Test
        @DisplayName("One request, one transaction: a refusal before the commit ends all, and nothing is told")
        void letActionsRefuse() {
            ScimException failure = ScimException.preconditionFailed();
            List<String> told = new ArrayList<>();

            assertThatThrownBy(() -> units.perform(CONTEXT, unit -> {
                        unit.afterCommit(() -> told.add("committed"));
                        unit.beforeCommit(() -> {
                            throw failure;
                        });
                        return users.create(CONTEXT.within(unit), user("bjensen"));
                    }))
                    .isSameAs(failure);

            assertThat(all().resources()).isEmpty();
            assertThat(told).isEmpty();
        }

        @Test
        @DisplayName(
                "One request, one transaction: work that met another unit runs again, and only its last try counts")
        void repeatWhatMetAnother() {
            List<Integer> attempts = new ArrayList<>();
            Set<String> unitIds = new HashSet<>();
            List<Integer> told = new ArrayList<>();

            Resource created = units.perform(CONTEXT, unit -> {
                attempts.add(unit.attempt());
                unitIds.add(unit.id());
                unit.afterCommit(() -> told.add(unit.attempt()));
                Resource tried = users.create(CONTEXT.within(unit), user("bjensen"));
                if (unit.attempt() < 3) {
                    throw ConflictException.overtaken(null);
                }
                return tried;
            });

            assertThat(attempts).containsExactly(1, 2, 3);
            assertThat(unitIds).hasSize(1);
            assertThat(told).containsExactly(3);
            assertThat(ids(all())).containsExactly(created.id());
        }

        @Test
        @DisplayName("P-3.5.2 atomic: of changes in units at once none is lost")
        void loseNoChange() throws InterruptedException {
            Resource created = create("0");
            int each = 10;

            Race.run(thread -> () -> {
                for (int i = 0; i < each; i++) {
                    units.perform(CONTEXT, unit -> {
                        Resource read = stored(created);
                        int number = Integer.parseInt(read.string("userName").orElseThrow());
                        Attributes next = with(read, "userName", String.valueOf(number + 1));
                        return users.update(CONTEXT.within(unit), read, next, EVERYTHING);
                    });
                }
                return true;
            });

            assertThat(stored(created).string("userName")).contains(String.valueOf(Race.THREADS * each));
        }

        @Test
        @DisplayName("A-61: what a unit refers to is not deleted before it ends")
        void holdReferences() throws InterruptedException {
            assumeTrue(users instanceof ReferenceSource, "the store is no source of references (ReferenceSource)");
            ReferenceSource references = (ReferenceSource) users;
            Resource held = create("held");
            List<CompletableFuture<Object>> deletions = new ArrayList<>();

            units.perform(CONTEXT, unit -> {
                RequestContext within = CONTEXT.within(unit);
                assertThat(references.hold(within, Set.of(held.id(), "unknown")))
                        .containsExactly(held.id());
                assertThat(references.hold(within, Set.of())).isEmpty();
                deletions.add(waiting(() -> users.delete(CONTEXT, held.id(), EVERYTHING, Precondition.NONE)));

                assertThat(users.find(within, held.id(), EVERYTHING)).contains(held);
                return held;
            });

            ended(deletions);
        }

        @Test
        @DisplayName(
                "A-61: what a delta leads to is not deleted before the unit ends, where the store says that it holds it")
        void holdWhatDeltasAdd() throws InterruptedException {
            ResourceRepository groups = groupsBeside().orElse(null);
            assumeTrue(
                    groups instanceof ValuesDeltas,
                    "the store of groups takes no deltas in the units of users (ValuesDeltas)");
            ValuesDeltas deltas = (ValuesDeltas) groups;
            BoundPath members = groups.type().path("members");
            Resource held = create("held");
            Resource staff = groups.create(CONTEXT, group(groups, "Staff"));
            ValuesDelta delta = ValuesDelta.of(members, Map.of(held.id(), entry(members, held.id())), Set.of());
            assumeTrue(deltas.holdsAdded(delta), "the service holds what deltas add (ValuesDeltas.holdsAdded)");
            List<CompletableFuture<Object>> deletions = new ArrayList<>();

            units.perform(CONTEXT, unit -> {
                RequestContext within = CONTEXT.within(unit);
                deltas.applyDelta(within, staff.id(), Wanted.nothing(), Precondition.NONE, delta);
                deletions.add(waiting(() -> users.delete(CONTEXT, held.id(), EVERYTHING, Precondition.NONE)));
                return held;
            });

            ended(deletions);
        }

        @Test
        @DisplayName(
                "A-61: a delta that leads to nobody is refused, where the store says that it holds what deltas add")
        void refuseDeltasToNobody() {
            ResourceRepository groups = groupsBeside().orElse(null);
            assumeTrue(
                    groups instanceof ValuesDeltas,
                    "the store of groups takes no deltas in the units of users (ValuesDeltas)");
            ValuesDeltas deltas = (ValuesDeltas) groups;
            BoundPath members = groups.type().path("members");
            Resource gone = create("gone");
            users.delete(CONTEXT, gone.id(), EVERYTHING, Precondition.NONE);
            Resource staff = groups.create(CONTEXT, group(groups, "Staff"));
            ValuesDelta delta = ValuesDelta.of(members, Map.of(gone.id(), entry(members, gone.id())), Set.of());
            assumeTrue(deltas.holdsAdded(delta), "the service holds what deltas add (ValuesDeltas.holdsAdded)");

            assertThatThrownBy(() -> deltas.applyDelta(CONTEXT, staff.id(), Wanted.nothing(), Precondition.NONE, delta))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refused -> assertThat(refused.type()).contains(ErrorType.INVALID_VALUE));
            assertThat(groups.find(CONTEXT, staff.id(), EVERYTHING)).contains(staff);
        }
    }

    /** Somebody else's write, which must wait for the unit of this thread. */
    private static CompletableFuture<Object> waiting(Supplier<?> write) {
        CompletableFuture<Object> other = CompletableFuture.supplyAsync(write::get);
        try {
            other.get(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException waits) {
            return other;
        } catch (ExecutionException ended) {
            assertThat(ended.getCause())
                    .as("it gave up waiting, or would have been in the way")
                    .isInstanceOfAny(ConflictException.class, ScimException.class);
            return other;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("another wrote what the unit keeps from being written");
    }

    private static void ended(List<CompletableFuture<Object>> writes) {
        assertThat(writes).isNotEmpty().allSatisfy(write -> {
            try {
                write.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException refused) {
                assertThat(refused.getCause()).isInstanceOfAny(ConflictException.class, ScimException.class);
            }
        });
    }

    /** Reading what nobody else may write meanwhile. */
    @Nested
    class Locks {

        private UnitOfWork units;
        private ResourceRepository.Locking locking;

        @BeforeEach
        void needLocks() {
            assumeTrue(
                    users instanceof ResourceRepository.Locking && users instanceof UnitOfWork.Participant,
                    "the store locks nothing");
            locking = (ResourceRepository.Locking) users;
            units = ((UnitOfWork.Participant) users).unitOfWork();
        }

        @Test
        @DisplayName("Locking: finds what find finds")
        void findWhatIsThere() {
            Resource created = create(people.barbara());
            create("other");

            units.perform(CONTEXT, unit -> {
                RequestContext within = CONTEXT.within(unit);
                assertThat(locking.findLocked(within, created.id(), EVERYTHING)).contains(created);
                assertThat(locking.findLocked(within, "unknown", EVERYTHING)).isEmpty();
                return created;
            });
            if (knowsTenants()) {
                units.perform(OTHER_TENANT, unit -> {
                    assertThat(locking.findLocked(OTHER_TENANT.within(unit), created.id(), EVERYTHING))
                            .isEmpty();
                    return created;
                });
            }
        }

        @Test
        @DisplayName("Locking: nobody else writes before the unit ends, so that its change is not overtaken")
        void keepOthersFromWriting() {
            Resource created = create("bjensen");
            List<CompletableFuture<Object>> others = new ArrayList<>();

            int attempt = units.perform(CONTEXT, unit -> {
                RequestContext within = CONTEXT.within(unit);
                Resource read =
                        locking.findLocked(within, created.id(), EVERYTHING).orElseThrow();
                others.add(
                        waiting(() -> users.update(CONTEXT, created, with(created, "userName", "faster"), EVERYTHING)));
                users.update(within, read, with(read, "userName", "locked"), EVERYTHING);
                return unit.attempt();
            });

            ended(others);
            assertThat(attempt).isEqualTo(1);
            assertThat(stored(created).string("userName")).contains("locked");
        }
    }

    @Nested
    class Tenants {

        @BeforeEach
        void needTenants() {
            assumeTrue(knowsTenants(), "the store knows one tenant, as the test says by knowsTenants");
        }

        @Test
        @DisplayName("RFC 7644 §6: nothing is read across tenants")
        void areNotReadByOthers() {
            Resource mine = create(people.barbara());

            assertThat(users.find(OTHER_TENANT, mine.id(), EVERYTHING)).isEmpty();
            for (BoundFilter filter :
                    List.of(filter("userName eq \"bjensen@example.com\""), filter("id eq \"" + mine.id() + "\""))) {
                QueryResult result = users.query(OTHER_TENANT, Query.matching(filter, ENOUGH));
                assertThat(result).isEqualTo(QueryResult.of(List.of(), 0));
            }
            assertThat(users.query(OTHER_TENANT, Query.all(ENOUGH))).isEqualTo(QueryResult.of(List.of(), 0));
        }

        @Test
        @DisplayName("RFC 7644 §6: nothing is written across tenants")
        void areNotWrittenByOthers() {
            Resource mine = create("bjensen");

            assertOvertaken(OTHER_TENANT, mine);
            assertThat(users.delete(OTHER_TENANT, mine.id(), EVERYTHING, Precondition.NONE))
                    .isEmpty();
            assertThat(stored(mine)).isEqualTo(mine);
        }

        @Test
        @DisplayName("RFC 7644 §6: a value that is unique in one tenant is free in another")
        void haveTheirOwnUniqueValues() {
            create("bjensen");

            Resource theirs = users.create(OTHER_TENANT, storable(people.named("bjensen")));

            assertThat(users.find(OTHER_TENANT, theirs.id(), EVERYTHING)).contains(theirs);
            assertThat(byUserName("bjensen").resources()).hasSize(1);
        }
    }

    @Nested
    class Groups {

        private ResourceRepository groups;
        private BoundPath members;

        @BeforeEach
        void needGroups() {
            Optional<ResourceRepository> empty = emptyGroups();
            assumeTrue(empty.isPresent(), "the test names no repository of groups by emptyGroups");
            groups = empty.orElseThrow();
            groupsOfTest = groups;
            members = groups.type().path("members");
        }

        private Resource createGroup(String displayName, Collection<String> memberIds) {
            return groups.create(
                    CONTEXT,
                    groups.type()
                            .attributes()
                            .set("displayName", displayName)
                            .set("members", memberIds.stream().map(this::entry).toList())
                            .build());
        }

        private Attributes entry(String memberId) {
            return Attributes.empty(members.target()).toBuilder()
                    .set("value", memberId)
                    .build();
        }

        private Resource group(Resource group) {
            return groups.find(CONTEXT, group.id(), EVERYTHING).orElseThrow();
        }

        private Set<String> membersOf(Resource group) {
            return new HashSet<>(group(group).strings("members.value"));
        }

        private Attributes exchanged(Resource current, String gone, String come) {
            Object known = current.value(members);
            Values values = known == null ? Values.empty(members.target()) : (Values) known;
            return members.withAttributeValue(
                    current.attributes(), values.minus(entry(gone)).plus(entry(come)));
        }

        @Test
        @DisplayName("P-3.5.2 atomic: of members that threads add and remove through changes none is lost")
        void loseNoMemberThroughChanges() throws InterruptedException {
            List<String> ids = memberIds(160);
            Resource staff = createGroup("Staff", ids.subList(0, 80));

            Race.run(thread -> () -> {
                for (int i = thread; i < 80; i += Race.THREADS) {
                    String gone = ids.get(i);
                    String come = ids.get(80 + i);
                    change(groups, staff.id(), EVERYTHING, current -> exchanged(current, gone, come));
                }
                return true;
            });

            assertThat(membersOf(staff)).isEqualTo(Set.copyOf(ids.subList(80, 160)));
        }

        @Test
        @DisplayName("Wanted: a group renamed without its members keeps them")
        void keepMembersThatAreNotWanted() {
            List<String> ids = memberIds(3);
            Resource staff = createGroup("Staff", ids);
            Wanted wanted = Wanted.nothing().and(groups.type().path("displayName"));

            change(groups, staff.id(), wanted, current -> with(current, "displayName", "Crew"));

            assertThat(membersOf(staff)).isEqualTo(Set.copyOf(ids));
            assertThat(group(staff).string("displayName")).contains("Crew");
        }

        /** Changes of lists that do not need the list. */
        @Nested
        class Deltas {

            private ValuesDeltas deltas;

            @BeforeEach
            void needDeltas() {
                assumeTrue(
                        groups instanceof ValuesDeltas, "the store of groups takes no single members (ValuesDeltas)");
                deltas = (ValuesDeltas) groups;
                assertThat(deltas.takesDeltas(members)).isTrue();
            }

            private AppliedDelta apply(Resource group, Collection<String> added, Collection<String> removed) {
                return deltas.applyDelta(CONTEXT, group.id(), EVERYTHING, Precondition.NONE, delta(added, removed))
                        .orElseThrow();
            }

            private ValuesDelta delta(Collection<String> added, Collection<String> removed) {
                Map<String, Attributes> entries = new LinkedHashMap<>();
                added.forEach(id -> entries.put(id, entry(id)));
                return ValuesDelta.of(members, entries, Set.copyOf(removed));
            }

            @Test
            @DisplayName("RFC 7644 §3.5.2: a delta adds, removes and says what it did")
            void addAndRemove() {
                List<String> ids = memberIds(4);
                Resource staff = createGroup("Staff", ids.subList(0, 2));
                Resource other = createGroup("Other", ids.subList(0, 2));

                AppliedDelta applied = apply(staff, ids.subList(1, 3), List.of(ids.get(0), ids.get(3)));

                assertThat(applied.added()).containsExactly(ids.get(2));
                assertThat(applied.removed()).containsExactly(ids.get(0));
                assertThat(applied.merged()).isEmpty();
                assertThat(applied.before().meta()).isEqualTo(staff.meta());
                assertThat(applied.before().string("displayName")).contains("Staff");
                assertThat(membersOf(staff)).isEqualTo(Set.copyOf(ids.subList(1, 3)));
                assertThat(group(staff)).isEqualTo(applied.after());
                assertThat(group(other)).isEqualTo(other);
            }

            @Test
            @DisplayName("RFC 7643 §3.1: a delta gives a new version, created stays")
            void giveANewVersion() {
                List<String> ids = memberIds(1);
                Resource staff = createGroup("Staff", List.of());

                Resource added = apply(staff, ids, List.of()).after();
                Resource removed = apply(staff, List.of(), ids).after();

                assertThat(List.of(
                                staff.meta().version(),
                                added.meta().version(),
                                removed.meta().version()))
                        .doesNotHaveDuplicates();
                assertThat(removed.meta().created()).isEqualTo(staff.meta().created());
                assertThat(removed.meta().lastModified())
                        .isAfterOrEqualTo(staff.meta().lastModified());
                assertThat(group(staff).meta()).isEqualTo(removed.meta());
            }

            @Test
            @DisplayName("A-07, RFC 7644 §3.5.2.1: a delta that changes nothing keeps lastModified and version")
            void keepMetaWhenNothingChanges() {
                List<String> ids = memberIds(2);
                Resource staff = createGroup("Staff", ids.subList(0, 1));

                AppliedDelta applied = apply(staff, ids.subList(0, 1), ids.subList(1, 2));

                assertThat(applied.changed()).isFalse();
                assertThat(applied.after()).isEqualTo(staff);
                assertThat(applied.before().meta()).isEqualTo(staff.meta());
                assertThat(group(staff)).isEqualTo(staff);
            }

            @Test
            @DisplayName("A-07: a delta that names nobody, or only what can be no member's id, changes nothing")
            void changeNothingForNobody() {
                List<String> ids = memberIds(1);
                Resource staff = createGroup("Staff", ids);

                assertThat(apply(staff, List.of(), List.of()).changed()).isFalse();
                assertThat(apply(staff, List.of(), List.of("no id at all")).changed())
                        .isFalse();
                assertThat(group(staff)).isEqualTo(staff);
            }

            @Test
            @DisplayName("A-12: a member that is there already stays as it is, if no more than its value was told")
            void leaveAMemberAsItIs() {
                String id = memberIds(1).get(0);
                assumeTrue(members.target().find("display") != null, "members have no display");
                Resource staff = createGroup("Staff", List.of(id));
                Attributes other = entry(id).toBuilder().set("display", "Other").build();

                deltas.applyDelta(
                        CONTEXT,
                        staff.id(),
                        EVERYTHING,
                        Precondition.NONE,
                        ValuesDelta.of(members, Map.of(id, other), Set.of()));

                assertThat(group(staff)).isEqualTo(staff);
            }

            @Test
            @DisplayName("A-12: details that are told go to the member that is there, in one write")
            void mergeDetails() {
                List<String> ids = memberIds(3);
                Resource staff = createGroup("Staff", ids.subList(0, 2));
                Attributes told =
                        entry(ids.get(0)).toBuilder().set("display", "Babs").build();
                ValuesDelta delta = new ValuesDelta(
                        members,
                        Map.of(ids.get(0), told, ids.get(2), entry(ids.get(2))),
                        Set.of(ids.get(1)),
                        Set.of(ids.get(0)));
                assumeTrue(keepsDisplays(), "the store does not keep what members are called");

                AppliedDelta applied = deltas.applyDelta(CONTEXT, staff.id(), EVERYTHING, Precondition.NONE, delta)
                        .orElseThrow();

                assertThat(applied.merged()).containsExactly(ids.get(0));
                assertThat(applied.added()).containsExactly(ids.get(2));
                assertThat(applied.removed()).containsExactly(ids.get(1));
                assertThat(group(staff)).isEqualTo(applied.after());
                assertThat(Objects.requireNonNull((Values) applied.after().value(members))
                                .findByValue(ids.get(0)))
                        .extracting(entry -> entry.string("display").orElse(""))
                        .isEqualTo("Babs");
                assertThat(deltas.applyDelta(CONTEXT, staff.id(), EVERYTHING, Precondition.NONE, delta)
                                .orElseThrow()
                                .changed())
                        .isFalse();
            }

            @Test
            @DisplayName(
                    "A-61: details of what a delta adds make no difference, where the store says that it looks at none")
            void lookAtNoDetails() {
                assumeTrue(!deltas.looksAtDetails(members), "the store looks at details (ValuesDeltas.looksAtDetails)");
                String id = memberIds(1).get(0);
                Resource plain = createGroup("Plain", List.of());
                Resource detailed = createGroup("Detailed", List.of());
                AttributesBuilder entry = entry(id).toBuilder();
                for (String detail : List.of("type", "display")) {
                    if (members.target().find(detail) != null) {
                        entry.set(detail, "Group");
                    }
                }

                apply(plain, List.of(id), List.of());
                deltas.applyDelta(
                        CONTEXT,
                        detailed.id(),
                        EVERYTHING,
                        Precondition.NONE,
                        ValuesDelta.of(members, Map.of(id, entry.build()), Set.of()));

                assertThat(group(detailed).value(members))
                        .isEqualTo(group(plain).value(members));
            }

            @Test
            @DisplayName(
                    "A-61: who comes in is told of as the service would, where the store says that it looks itself")
            void lookAtWhoIsAdded() {
                ValuesDeltas looking = deltas.lookingAt(members, List.of(users)).orElse(null);
                assumeTrue(
                        looking != null && !looking.looksAtDetails(members),
                        "the store does not look at who is added (ValuesDeltas.lookingAt)");
                Resource user = create("bjensen");
                Resource staff = createGroup("Staff", List.of());
                Map<String, Attributes> added = new LinkedHashMap<>();
                for (String id : List.of(user.id(), "nobody")) {
                    added.put(
                            id,
                            entry(id).toBuilder()
                                    .set("type", "Group")
                                    .set("display", "As given")
                                    .build());
                }

                AppliedDelta applied = looking.applyDelta(
                                CONTEXT,
                                staff.id(),
                                EVERYTHING,
                                Precondition.NONE,
                                ValuesDelta.of(members, added, Set.of()))
                        .orElseThrow();

                assertThat(applied.added()).isEqualTo(added.keySet());
                assertThat(group(staff)).isEqualTo(applied.after());
                Values entries = Objects.requireNonNull((Values) applied.after().value(members));
                assertThat(told(entries, user.id())).isEqualTo(List.of("User", dev.scimlet.spi.DisplayName.of(user)));
                assertThat(told(entries, "nobody")).isEqualTo(List.of("Group", "As given"));
            }

            private List<String> told(Values entries, String id) {
                Attributes entry = Objects.requireNonNull(entries.findByValue(id));
                return List.of(
                        entry.string("type").orElse(""), entry.string("display").orElse(""));
            }

            private boolean keepsDisplays() {
                if (members.target().find("display") == null) {
                    return false;
                }
                Attributes shown = entry(memberIds(1).get(0)).toBuilder()
                        .set("display", "Shown")
                        .build();
                return groups.create(
                                CONTEXT,
                                groups.type()
                                        .attributes()
                                        .set("displayName", "Shown")
                                        .set("members", List.of(shown))
                                        .build())
                        .strings("members.display")
                        .contains("Shown");
            }

            @Test
            @DisplayName("RFC 7644 §3.14: a delta happens only if its precondition holds")
            void checkThePrecondition() {
                List<String> ids = memberIds(2);
                Resource staff = createGroup("Staff", ids.subList(0, 1));
                ScimException failure = ScimException.preconditionFailed();

                assertThatThrownBy(() -> deltas.applyDelta(
                                CONTEXT,
                                staff.id(),
                                Wanted.nothing(),
                                refusing(staff, "displayName", failure),
                                delta(ids, List.of())))
                        .isSameAs(failure);
                assertThat(group(staff)).isEqualTo(staff);
            }

            @Test
            @DisplayName("RFC 7644 §2: a precondition of a delta looks at the attributes that it wants")
            void readWhatThePreconditionWants() {
                List<String> ids = memberIds(2);
                Resource staff = createGroup("Staff", ids.subList(0, 1));

                for (String path : List.of("displayName", "members")) {
                    assertThatThrownBy(() -> deltas.applyDelta(
                                    CONTEXT, staff.id(), Wanted.nothing(), refusal(staff, path), delta(ids, List.of())))
                            .isInstanceOf(ScimException.class);
                }
                assertThat(group(staff)).isEqualTo(staff);
            }

            @Test
            @DisplayName("RFC 7644 §3.12: a delta of a group that is not there does nothing")
            void findNoUnknownGroup() {
                ValuesDelta delta = delta(memberIds(1), List.of());

                assertThat(deltas.applyDelta(CONTEXT, "unknown", EVERYTHING, Precondition.NONE, delta))
                        .isEmpty();
                if (knowsTenants()) {
                    Resource staff = createGroup("Staff", List.of());
                    assertThat(deltas.applyDelta(OTHER_TENANT, staff.id(), EVERYTHING, Precondition.NONE, delta))
                            .isEmpty();
                    assertThat(group(staff)).isEqualTo(staff);
                }
            }

            @Test
            @DisplayName("P-3.5.2 atomic: of members that threads add and remove through deltas none is lost")
            void loseNoMember() throws InterruptedException {
                List<String> ids = memberIds(160);
                Resource staff = createGroup("Staff", ids.subList(0, 80));

                List<Integer> changes = Race.run(thread -> () -> {
                    int changed = 0;
                    for (int i = thread; i < 80; i += Race.THREADS) {
                        AppliedDelta applied = apply(staff, List.of(ids.get(80 + i)), List.of(ids.get(i)));
                        changed += applied.added().size() + applied.removed().size();
                    }
                    return changed;
                });

                assertThat(membersOf(staff)).isEqualTo(Set.copyOf(ids.subList(80, 160)));
                assertThat(changes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(160);
            }

            @Test
            @DisplayName("A-78: a large group takes one more member and one less without being read")
            void takeManyMembers() {
                int many = manyMembers();
                List<String> ids = memberIds(many + 1);
                Resource staff = createGroup("Staff", ids.subList(0, many));
                String last = ids.get(many);

                AppliedDelta applied = deltas.applyDelta(
                                CONTEXT,
                                staff.id(),
                                Wanted.nothing(),
                                Precondition.NONE,
                                delta(List.of(last), List.of(ids.get(0))))
                        .orElseThrow();

                assertThat(applied.added()).containsExactly(last);
                assertThat(applied.removed()).containsExactly(ids.get(0));
                Set<String> expected = new HashSet<>(ids);
                expected.remove(ids.get(0));
                assertThat(membersOf(staff).equals(expected)).as("the members").isTrue();
            }
        }

        /** Who is in which group. */
        @Nested
        class Memberships {

            private MembershipSource memberships;

            @BeforeEach
            void needMemberships() {
                assumeTrue(
                        groups instanceof MembershipSource,
                        "the store of groups knows no memberships (MembershipSource)");
                memberships = (MembershipSource) groups;
            }

            private Set<String> groupsOf(String memberId) {
                return memberships
                        .membershipsOf(CONTEXT, type, Set.of(memberId))
                        .getOrDefault(memberId, List.of())
                        .stream()
                        .map(Membership::groupId)
                        .collect(toSet());
            }

            @Test
            @DisplayName("RFC 7643 §4.1.2: memberships of many are asked at once")
            void areAskedAtOnce() {
                List<String> ids = memberIds(3);
                Resource staff = createGroup("Staff", ids.subList(0, 2));
                Resource chess = createGroup("Chess", ids.subList(1, 2));

                Map<String, List<Membership>> found = memberships.membershipsOf(CONTEXT, type, Set.copyOf(ids));

                Membership inStaff = new Membership(staff.id(), "Staff");
                Membership inChess = new Membership(chess.id(), "Chess");
                assertThat(found.get(ids.get(0))).containsExactly(inStaff);
                assertThat(found.get(ids.get(1))).containsExactlyInAnyOrder(inStaff, inChess);
                assertThat(found.getOrDefault(ids.get(2), List.of())).isEmpty();
                assertThat(memberships.membershipsOf(CONTEXT, type, Set.of())).isEmpty();
                if (knowsTenants()) {
                    assertThat(memberships
                                    .membershipsOf(OTHER_TENANT, type, Set.copyOf(ids))
                                    .values())
                            .allMatch(List::isEmpty);
                }
            }

            @Test
            @DisplayName("RFC 7643 §4.1.2: nobody is taken who does not exist, where the store says so")
            void areOfWhoExists() {
                assumeTrue(
                        memberships.takesOnlyWhoExists(),
                        "the store takes anybody as a member (MembershipSource.takesOnlyWhoExists)");
                String gone = memberIds(1).get(0);
                users.delete(CONTEXT, gone, EVERYTHING, Precondition.NONE);

                assertThatThrownBy(() -> createGroup("Staff", List.of(gone)))
                        .isInstanceOfSatisfying(
                                ScimException.class,
                                refused -> assertThat(refused.type()).contains(ErrorType.INVALID_VALUE));
            }

            @Test
            @DisplayName("RFC 7643 §4.1.2: memberships follow every change of a group")
            void followChanges() {
                List<String> ids = memberIds(2);
                Resource staff = createGroup("Staff", ids.subList(0, 1));

                change(groups, staff.id(), EVERYTHING, current -> exchanged(current, ids.get(0), ids.get(1)));
                assertThat(groupsOf(ids.get(0))).isEmpty();
                assertThat(groupsOf(ids.get(1))).containsExactly(staff.id());
                change(groups, staff.id(), EVERYTHING, current -> with(current, "displayName", "Crew"));
                assertThat(memberships
                                .membershipsOf(CONTEXT, type, Set.copyOf(ids))
                                .get(ids.get(1)))
                        .containsExactly(new Membership(staff.id(), "Crew"));
                groups.delete(CONTEXT, staff.id(), EVERYTHING, Precondition.NONE);
                assertThat(groupsOf(ids.get(1))).isEmpty();
            }

            @Test
            @DisplayName("RFC 7643 §4.1.2: memberships follow deltas")
            void followDeltas() {
                assumeTrue(
                        groups instanceof ValuesDeltas, "the store of groups takes no single members (ValuesDeltas)");
                List<String> ids = memberIds(2);
                Resource staff = createGroup("Staff", ids.subList(0, 1));

                ((ValuesDeltas) groups)
                        .applyDelta(
                                CONTEXT,
                                staff.id(),
                                Wanted.nothing(),
                                Precondition.NONE,
                                ValuesDelta.of(members, Map.of(ids.get(1), entry(ids.get(1))), Set.of(ids.get(0))));

                assertThat(groupsOf(ids.get(0))).isEmpty();
                assertThat(groupsOf(ids.get(1))).containsExactly(staff.id());
            }

            @Test
            @DisplayName("A-60: a deleted member leaves all groups, each of which gets a new version")
            void endWithTheMember() {
                List<String> ids = memberIds(2);
                List<Resource> left = List.of(createGroup("Staff", ids), createGroup("Chess", ids.subList(0, 1)));
                Resource other = createGroup("Other", ids.subList(1, 2));

                List<AppliedDelta> told = memberships.memberDeleted(CONTEXT, type, ids.get(0));

                assertThat(groupsOf(ids.get(0))).isEmpty();
                assertThat(membersOf(left.get(0))).containsExactly(ids.get(1));
                assertThat(membersOf(left.get(1))).isEmpty();
                assertThat(left)
                        .allSatisfy(group -> assertThat(group(group).meta().version())
                                .isNotEqualTo(group.meta().version()));
                assertThat(group(other)).isEqualTo(other);
                assertThat(told)
                        .extracting(applied -> applied.before().meta())
                        .containsExactlyInAnyOrder(
                                left.get(0).meta(), left.get(1).meta());
                assertThat(told).allSatisfy(applied -> {
                    assertThat(applied.after().id()).isEqualTo(applied.before().id());
                    assertThat(applied.after().meta())
                            .isEqualTo(group(applied.before()).meta());
                    assertThat(applied.removed()).containsExactly(ids.get(0));
                    assertThat(applied.added()).isEmpty();
                    assertThat(applied.merged()).isEmpty();
                });
                assertThat(memberships.memberDeleted(CONTEXT, type, ids.get(0))).isEmpty();
                if (knowsTenants()) {
                    assertThat(memberships.memberDeleted(OTHER_TENANT, type, ids.get(1)))
                            .isEmpty();
                }
                assertThat(group(other)).isEqualTo(other);
            }

            @Test
            @DisplayName("A-60: who has the id of a member and another type is somebody else")
            void areOfOneType() {
                String id = memberIds(1).get(0);
                Attributes member =
                        entry(id).toBuilder().set("type", type.name()).build();
                Resource staff = createGroup("Staff", List.of());
                Resource filled = change(
                        groups,
                        staff.id(),
                        EVERYTHING,
                        current -> members.withAttributeValue(
                                current.attributes(),
                                Values.empty(members.target()).plus(member)));
                assumeTrue(
                        filled.strings("members.type").contains(type.name()),
                        "the store does not keep of which type a member is");

                assertThat(memberships
                                .membershipsOf(CONTEXT, groups.type(), Set.of(id))
                                .getOrDefault(id, List.of()))
                        .isEmpty();
                assertThat(memberships.memberDeleted(CONTEXT, groups.type(), id))
                        .isEmpty();
                assertThat(group(staff)).isEqualTo(filled);
                assertThat(groupsOf(id)).containsExactly(staff.id());
                memberships.memberDeleted(CONTEXT, type, id);
                assertThat(membersOf(staff)).isEmpty();
            }
        }

        @Test
        @DisplayName("A-61: a store that is asked for references knows its own and no others")
        void areKnownByTheirIds() {
            assumeTrue(groups instanceof ReferenceSource, "the store is no source of references (ReferenceSource)");
            Resource staff = createGroup("Staff", List.of());
            Resource chess = createGroup("Chess", List.of());
            ReferenceSource references = (ReferenceSource) groups;

            assertThat(references.displayNames(CONTEXT, Set.of(staff.id(), chess.id(), "unknown")))
                    .isEqualTo(Map.of(staff.id(), "Staff", chess.id(), "Chess"));
            assertThat(references.displayNames(CONTEXT, Set.of())).isEmpty();
            if (knowsTenants()) {
                assertThat(references.displayNames(OTHER_TENANT, Set.of(staff.id())))
                        .isEmpty();
            }
        }
    }
}
