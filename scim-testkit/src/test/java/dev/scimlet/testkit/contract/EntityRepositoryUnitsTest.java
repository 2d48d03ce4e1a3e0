package dev.scimlet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.EntityRepository;
import dev.scimlet.spi.mapping.EntityStore;
import dev.scimlet.spi.mapping.FoundEntities;
import dev.scimlet.spi.memory.InMemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Entities in units: none of their own, or a host's. */
class EntityRepositoryUnitsTest {

    private static final RequestContext CONTEXT = RequestContext.of("test");
    private static final Wanted ALL = Wanted.everything();

    private final Overtaken<Colleague> colleagues = new Overtaken<>(new ColleagueStore());
    private final Overtaken<Crew> crews = new Overtaken<>(new Crew.Store());
    private final EntityRepository<Colleague> users =
            new EntityRepository<>(EntityRepositoryContractTest.MAPPING, colleagues);
    private final EntityRepository<Crew> groups = new EntityRepository<>(EntityRepositoryContractTest.CREWS, crews);

    /** Passes everything on, but others are faster than the next writes. */
    private static class Overtaken<E> implements EntityStore<E> {

        private final EntityStore<E> right;
        private final List<RequestContext> contexts = new ArrayList<>();
        private int lost;

        Overtaken(EntityStore<E> right) {
            this.right = right;
        }

        private boolean isLost(RequestContext context) {
            contexts.add(context);
            return lost-- > 0;
        }

        @Override
        public Optional<E> load(RequestContext context, String id) {
            return right.load(context, id);
        }

        @Override
        public E insert(RequestContext context, E entity) {
            contexts.add(context);
            return right.insert(context, entity);
        }

        @Override
        public Optional<E> save(RequestContext context, E entity, String version) {
            return isLost(context) ? Optional.empty() : right.save(context, entity, version);
        }

        @Override
        public boolean delete(RequestContext context, String id, String version) {
            return !isLost(context) && right.delete(context, id, version);
        }

        @Override
        public FoundEntities<E> find(RequestContext context, Query query) {
            return right.find(context, query);
        }
    }

    private Resource createUser() {
        return users.create(CONTEXT, named(null));
    }

    private Attributes named(@Nullable Resource current) {
        return current == null
                ? users.type().attributes().set("userName", "bjensen").build()
                : current.attributes().toBuilder().set("userName", "babs").build();
    }

    private Resource createGroup(String name, String member) {
        return groups.create(
                CONTEXT,
                groups.type()
                        .attributes()
                        .set("displayName", name)
                        .set("members", List.of(Map.of("value", member)))
                        .build());
    }

    @Test
    void tellsOfAConflictWithoutTryingAgain() {
        Resource read = createUser();
        colleagues.lost = 1;

        assertThatThrownBy(() -> users.update(CONTEXT, read, named(read), ALL)).isInstanceOf(ConflictException.class);
        assertThat(users.find(CONTEXT, read.id(), ALL)).contains(read);
    }

    @Test
    void beginsADeletionAgainThatOthersOvertook() {
        Resource created = createUser();
        colleagues.lost = 3;

        assertThat(users.delete(CONTEXT, created.id(), ALL, Precondition.NONE)).contains(created);
    }

    /** What is final already is not done again: else nobody would be told of the groups that were left in the first try. */
    @Test
    void repeatsOnlyTheStepThatWasOvertaken() {
        Resource created = createUser();
        Resource staff = createGroup("Staff", created.id());
        Resource chess = createGroup("Chess", created.id());
        crews.lost = 1;
        colleagues.lost = 1;
        List<Integer> tries = new ArrayList<>();

        List<AppliedDelta> left = users.unitOfWork().perform(CONTEXT, unit -> {
            tries.add(unit.attempt());
            RequestContext within = CONTEXT.within(unit);
            List<AppliedDelta> told = groups.memberDeleted(within, users.type(), created.id());
            assertThat(users.delete(within, created.id(), ALL, Precondition.NONE))
                    .contains(created);
            return told;
        });

        assertThat(tries).containsExactly(1);
        assertThat(left).extracting(AppliedDelta::before).containsExactlyInAnyOrder(staff, chess);
        assertThat(left)
                .extracting(AppliedDelta::after)
                .allSatisfy(after ->
                        assertThat(groups.find(CONTEXT, after.id(), ALL)).contains(after));
        assertThat(users.find(CONTEXT, created.id(), ALL)).isEmpty();
    }

    /** Of a change that others overtook nothing is stored yet, so that all of it begins again from what is there now. */
    @Test
    void repeatsAChangeFromWhereItWasRead() {
        Resource created = createUser();
        colleagues.lost = 2;
        List<Integer> tries = new ArrayList<>();

        Resource updated = users.unitOfWork().perform(CONTEXT, unit -> {
            tries.add(unit.attempt());
            Resource read = users.find(CONTEXT, created.id(), ALL).orElseThrow();
            return users.update(CONTEXT.within(unit), read, named(read), ALL);
        });

        assertThat(tries).containsExactly(1, 2, 3);
        assertThat(users.find(CONTEXT, created.id(), ALL)).contains(updated);
    }

    @Test
    void saysThatItsOwnUnitsKeepNothingBack() {
        assertThat(users.unitOfWork()).isEqualTo(UnitOfWork.ordered());
        assertThat(users.unitOfWork().<Boolean>perform(CONTEXT, unit -> unit.isAtomic()))
                .isFalse();
    }

    @Test
    void takesPartInTheUnitsOfAHost() {
        InMemoryStore host = new InMemoryStore();
        EntityRepository<Colleague> inside = users.withUnitOfWork(host);

        assertThat(inside.unitOfWork()).isEqualTo(host);
        Resource created = inside.create(CONTEXT, named(null));
        host.perform(CONTEXT, unit -> inside.update(CONTEXT.within(unit), created, named(created), ALL));
        inside.delete(CONTEXT, created.id(), ALL, Precondition.NONE);

        assertThat(colleagues.contexts)
                .hasSize(3)
                .allSatisfy(context -> assertThat(context.unit())
                        .hasValueSatisfying(unit -> assertThat(unit.isAtomic()).isTrue()));
    }

    /** What was overtaken inside a host's unit begins the whole unit again, as its other writes are not stored either. */
    @Test
    void leavesConflictsToTheUnitOfAHost() {
        InMemoryStore host = new InMemoryStore();
        EntityRepository<Colleague> inside = users.withUnitOfWork(host);
        Resource created = inside.create(CONTEXT, named(null));
        colleagues.lost = 1;
        List<Integer> tries = new ArrayList<>();

        host.perform(CONTEXT, unit -> {
            tries.add(unit.attempt());
            return inside.delete(CONTEXT.within(unit), created.id(), ALL, Precondition.NONE);
        });

        assertThat(tries).containsExactly(1, 2);
    }

    @Test
    void takesTheUnitsOfItsStore() {
        InMemoryStore host = new InMemoryStore();
        class OfHost extends Overtaken<Colleague> implements UnitOfWork.Participant {

            OfHost() {
                super(new ColleagueStore());
            }

            @Override
            public UnitOfWork unitOfWork() {
                return host;
            }
        }

        assertThat(new EntityRepository<>(EntityRepositoryContractTest.MAPPING, new OfHost()).unitOfWork())
                .isEqualTo(host);
    }
}
