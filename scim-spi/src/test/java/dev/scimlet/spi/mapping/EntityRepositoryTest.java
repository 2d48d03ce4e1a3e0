package dev.scimlet.spi.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Queries that a store of entities leaves to the library. */
final class EntityRepositoryTest {

    /** Notes which properties are read. */
    private static final class Person {

        private final String id;
        private final List<String> reads;

        Person(String id, List<String> reads) {
            this.id = id;
            this.reads = reads;
        }

        String read(String property) {
            reads.add(property);
            return property + id;
        }
    }

    private record Team(String id, List<String> members) {}

    /** A store that gives all that it has. */
    private record Candidates<E>(List<E> entities) implements EntityStore<E> {

        @Override
        public Optional<E> load(RequestContext context, String id) {
            throw new AssertionError();
        }

        @Override
        public E insert(RequestContext context, E entity) {
            throw new AssertionError();
        }

        @Override
        public Optional<E> save(RequestContext context, E entity, String version) {
            throw new AssertionError();
        }

        @Override
        public boolean delete(RequestContext context, String id, String version) {
            throw new AssertionError();
        }

        @Override
        public FoundEntities<E> find(RequestContext context, Query query) {
            return FoundEntities.candidates(entities);
        }
    }

    private final List<String> reads = new ArrayList<>();
    private final List<Person> people = List.of(new Person("3", reads), new Person("1", reads), new Person("2", reads));

    private final EntityRepository<Person> repository = new EntityRepository<>(
            ResourceMapping.builder(StandardTypes.user(), Person.class, () -> new Person("new", new ArrayList<>()))
                    .id(person -> person.id)
                    .version(person -> "1")
                    .created(person -> Instant.EPOCH)
                    .lastModified(person -> Instant.EPOCH)
                    .readOnly("userName", person -> person.read("login"))
                    .readOnly("title", person -> person.read("title"))
                    .readOnly("nickName", person -> person.read("nick"))
                    .readOnly("displayName", person -> person.read("name"))
                    .build(),
            new Candidates<>(people));

    private List<String> found(Budget budget) {
        BoundFilter filter = repository.type().filter("title ne \"title1\"");
        Sort sort = new Sort(repository.type().path("nickName"), SortOrder.DESCENDING);
        Wanted wanted = Wanted.nothing().and(repository.type().path("userName"));
        RequestContext context = RequestContext.builder().budget(budget).build();
        Query query = Query.builder(new Page.Index(1, 10))
                .filter(filter)
                .sort(sort)
                .wanted(wanted)
                .build();
        return repository.query(context, query).resources().stream()
                .map(Resource::id)
                .toList();
    }

    @Test
    void readsOfACandidateWhatTheQueryLooksAt() {
        assertThat(found(Budget.unlimited())).containsExactly("3", "2");
        assertThat(reads).containsOnly("title", "nick", "login").hasSize(9);
    }

    @Test
    void looksAtNoMoreCandidatesThanTheRequestMayCompare() {
        Budget three = Budget.builder().limit(Budget.Item.COMPARISONS, 3).build();
        Budget two = Budget.builder().limit(Budget.Item.COMPARISONS, 2).build();

        assertThat(found(three)).hasSize(2);
        assertThatThrownBy(() -> found(two))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(two.refusal()).contains(refusal));
    }

    /** Its positions are others: they would lead to another attribute, or none. */
    @Test
    void refusesWhatTheTypeMadeThatTheMappingBeganWith() {
        ResourceType whole = repository.type().whole().orElseThrow();
        for (String filter : List.of(
                "userName eq \"login1\"",
                "title ne \"title1\" or not (nickName pr)",
                "emails[type eq \"work\"]",
                "emails.value pr")) {
            assertRefused(() -> repository.query(RequestContext.of("t"), Query.matching(whole.filter(filter), 9)));
        }
        Sort sort = new Sort(whole.path("nickName"), SortOrder.ASCENDING);
        assertRefused(() -> repository.query(
                RequestContext.of("t"),
                Query.builder(new Page.Index(1, 9)).sort(sort).build()));
        Attributes attributes = whole.attributes().set("userName", "ann").build();
        assertRefused(() -> repository.create(RequestContext.of("t"), attributes));
        assertRefused(() -> repository.ignored(attributes));
        assertThat(reads).isEmpty();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "the whole type User", "the part of the type User", "type() of the repository");
    }

    private static EntityRepository<Team> groups(EntityStore<Team> store) {
        return new EntityRepository<>(
                ResourceMapping.builder(StandardTypes.group(), Team.class, () -> new Team("new", new ArrayList<>()))
                        .id(Team::id)
                        .version(team -> "1")
                        .created(team -> Instant.EPOCH)
                        .lastModified(team -> Instant.EPOCH)
                        .readOnly("displayName", team -> "Team " + team.id)
                        .mapValues("members", Team::members, (team, members) -> {})
                        .build(),
                store);
    }

    /** The groups of a user are told in the answer to what is stored already, so the first walk passes. */
    @Test
    void looksAtAllGroupsForThoseOfAMemberOnce() {
        EntityRepository<Team> groups = groups(new Candidates<>(
                List.of(new Team("a", List.of("1")), new Team("b", List.of("2", "1")), new Team("c", List.of("2")))));
        RequestContext context = RequestContext.builder()
                .budget(Budget.builder().limit(Budget.Item.COMPARISONS, 1).build())
                .build();

        assertThat(groups.membershipsOf(context, StandardTypes.user(), Set.of("1"))
                        .get("1"))
                .extracting(MembershipSource.Membership::groupId)
                .containsExactly("a", "b");
        assertThat(context.budget().spent(Budget.Item.COMPARISONS)).isEqualTo(3);
        assertThatThrownBy(() -> groups.membershipsOf(context, StandardTypes.user(), Set.of("2")))
                .isInstanceOf(ScimException.class)
                .hasMessageContaining("maxComparisons");
    }

    @Test
    void walksOverManyGroupsOfAMemberOnce() {
        List<Team> many = IntStream.range(0, 350)
                .mapToObj(i -> new Team("g" + i, List.of("1")))
                .toList();
        RequestContext context = RequestContext.builder()
                .budget(Budget.builder().limit(Budget.Item.COMPARISONS, 1_000).build())
                .build();

        assertThat(groups(new Candidates<>(many))
                        .membershipsOf(context, StandardTypes.user(), Set.of("1"))
                        .get("1"))
                .hasSize(350);
        assertThat(context.budget().spent(Budget.Item.COMPARISONS)).isEqualTo(350);
    }

    private static Throwable failure(Function<List<Team>, FoundEntities<Team>> answer) {
        List<Team> teams = new ArrayList<>(List.of(new Team("a", List.of()), new Team("b", List.of())));
        EntityRepository<Team> groups = groups(new EntityStore<>() {
            @Override
            public Optional<Team> load(RequestContext context, String id) {
                throw new AssertionError();
            }

            @Override
            public Team insert(RequestContext context, Team entity) {
                throw new AssertionError();
            }

            @Override
            public Optional<Team> save(RequestContext context, Team entity, String version) {
                throw new AssertionError();
            }

            @Override
            public boolean delete(RequestContext context, String id, String version) {
                throw new AssertionError();
            }

            @Override
            public FoundEntities<Team> find(RequestContext context, Query query) {
                return answer.apply(teams);
            }
        });
        return catchThrowable(() -> groups.query(RequestContext.of("t"), Query.all(10)));
    }

    @Test
    void candidatesMayChangeAfterTheyWereGiven() {
        assertThat(failure(teams -> {
                    FoundEntities<Team> candidates = FoundEntities.candidates(teams);
                    teams.clear();
                    return candidates;
                }))
                .isNull();
    }

    @Test
    void candidatesThatCannotBeReadLaterSayWhy() {
        assertThat(failure(teams -> {
                    try (Stream<Team> stream = teams.stream()) {
                        return FoundEntities.candidatesReadLater(stream);
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed before the store's find(...) had returned");
        assertThat(failure(teams -> {
                    Iterator<Team> iterator = teams.iterator();
                    teams.remove(0);
                    return FoundEntities.candidatesReadLater(
                            Stream.generate(iterator::next).limit(teams.size()));
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has changed since");
    }
}
