package dev.scimlet.spi.memory;

import static dev.scimlet.spi.TestTypes.group;
import static dev.scimlet.spi.TestTypes.member;
import static dev.scimlet.spi.TestTypes.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.TestTypes;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryStoreTest {

    private static final RequestContext CONTEXT = RequestContext.of("test");
    private static final Wanted ALL = Wanted.everything();

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryRepository users = store.repository(TestTypes.USER).build();
    private final InMemoryRepository groups =
            store.repository(TestTypes.GROUP).memberships("members").build();
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void endTheOtherThread() {
        other.shutdownNow();
    }

    private static Attributes named(Resource current, String userName) {
        return current.attributes().toBuilder().set("userName", userName).build();
    }

    private long countUsers() {
        return users.query(CONTEXT, Query.all(100)).totalResults().orElseThrow();
    }

    @Test
    void isTheUnitOfAllItsRepositories() {
        assertThat(users.unitOfWork()).isEqualTo(groups.unitOfWork()).isSameAs(store);
        assertThat(InMemoryRepository.of(TestTypes.USER).unitOfWork()).isNotEqualTo(store);
    }

    @Test
    void showsOthersAllOfAUnitOrNothing() {
        Resource staff = groups.create(CONTEXT, group("Staff").build());
        AtomicReference<String> id = new AtomicReference<>();

        store.perform(CONTEXT, unit -> {
            RequestContext within = CONTEXT.within(unit);
            Resource created = users.create(within, user("bjensen").build());
            id.set(created.id());
            groups.update(
                    within,
                    staff,
                    staff.attributes().toBuilder()
                            .set("members", List.of(member(created.id())))
                            .build(),
                    ALL);
            assertThat(users.find(within, created.id(), ALL)).contains(created);
            assertThat(groups.membershipsOf(within, TestTypes.USER, Set.of(created.id())))
                    .isNotEmpty();
            assertThat(read(created.id())).isFalse();
            assertThat(groups.find(CONTEXT, staff.id(), ALL)).containsSame(staff);
            return created;
        });

        assertThat(read(id.get())).isTrue();
        assertThat(groups.membershipsOf(CONTEXT, TestTypes.USER, Set.of(id.get())))
                .isNotEmpty();
    }

    /** By another thread, which no writer may keep from reading. */
    private boolean read(String id) {
        return CompletableFuture.supplyAsync(() -> users.find(CONTEXT, id, ALL).isPresent(), other)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void forgetsWhatAFailedUnitWrote() {
        Resource known = users.create(CONTEXT, user("known").build());
        IllegalStateException failure = new IllegalStateException("a hook refuses");

        assertThatThrownBy(() -> store.perform(CONTEXT, unit -> {
                    RequestContext within = CONTEXT.within(unit);
                    users.create(within, user("bjensen").build());
                    users.delete(within, known.id(), ALL, Precondition.NONE);
                    unit.beforeCommit(() -> {
                        throw failure;
                    });
                    return true;
                }))
                .isSameAs(failure);

        assertThat(users.query(CONTEXT, Query.all(100)).resources()).containsExactly(known);
        users.update(CONTEXT, known, named(known, "the lock is free again"), ALL);
    }

    @Test
    void writesWhatIsDoneBeforeTheCommitToo() {
        List<Long> counts = new ArrayList<>();

        store.perform(CONTEXT, unit -> {
            unit.beforeCommit(
                    () -> users.create(CONTEXT.within(unit), user("late").build()));
            unit.afterCommit(() -> counts.add(countUsers()));
            return users.create(CONTEXT.within(unit), user("early").build());
        });

        assertThat(counts).containsExactly(2L);
    }

    @Test
    void letsWritersOfOtherTenantsPass() {
        store.perform(CONTEXT, unit -> {
            users.create(CONTEXT.within(unit), user("bjensen").build());
            Future<Resource> theirs = other.submit(() ->
                    users.create(CONTEXT.inTenant("other"), user("bjensen").build()));
            assertThat(theirs).succeedsWithin(Duration.ofSeconds(30));
            return true;
        });
    }

    @Test
    void holdsNothingBeforeTheFirstWrite() {
        Resource known = users.create(CONTEXT, user("known").build());

        store.perform(CONTEXT, unit -> {
            users.find(CONTEXT.within(unit), known.id(), ALL);
            Future<Resource> writing =
                    other.submit(() -> users.create(CONTEXT, user("meanwhile").build()));
            assertThat(writing).succeedsWithin(Duration.ofSeconds(30));
            return users.create(CONTEXT.within(unit), user("after").build());
        });

        assertThat(countUsers()).isEqualTo(3);
    }

    @Test
    void refusesToWriteBesideTheUnitOfTheThread() {
        assertThatThrownBy(() -> store.perform(CONTEXT, unit -> {
                    users.create(CONTEXT.within(unit), user("inside").build());
                    return users.create(CONTEXT, user("beside").build());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("context of the unit");
        assertThat(countUsers()).isZero();
    }

    @Test
    void refusesAUnitThatHasEnded() {
        Unit ended = store.perform(CONTEXT, unit -> unit);

        assertThatThrownBy(
                        () -> users.create(CONTEXT.within(ended), user("late").build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended");
    }

    @Test
    void refusesTheUnitOfAnotherTenant() {
        assertThatThrownBy(() -> store.perform(
                        CONTEXT,
                        unit -> users.create(
                                CONTEXT.inTenant("other").within(unit),
                                user("x").build())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tenant");
    }

    @Test
    void isNoPartOfUnitsOfOtherStores() {
        InMemoryRepository elsewhere = InMemoryRepository.of(TestTypes.USER);

        assertThatThrownBy(() -> store.perform(CONTEXT, unit -> {
                    elsewhere.create(CONTEXT.within(unit), user("stays").build());
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(elsewhere.query(CONTEXT, Query.all(10)).totalResults()).hasValue(1);
    }

    /** Outside of units, what was overtaken is told at once: the same write would be in vain each time. */
    @Test
    void tellsOfAConflictWithoutTryingAgain() {
        Resource known = users.create(CONTEXT, user("known").build());
        users.update(CONTEXT, known, named(known, "faster"), ALL);

        assertThatThrownBy(() -> users.update(CONTEXT, known, named(known, "slower"), ALL))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.kind()).isEqualTo(ConflictException.Kind.OVERTAKEN));
    }

    @Test
    void doesNotWaitForEverForALock() throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        Future<Boolean> holder = other.submit(() -> store.perform(CONTEXT, unit -> {
            users.hold(CONTEXT.within(unit), Set.of());
            locked.countDown();
            try {
                enough.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return true;
        }));
        locked.await();

        assertThatThrownBy(() -> users.create(CONTEXT, user("bjensen").build()))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.status()).isEqualTo(503));
        enough.countDown();
        assertThat(holder.get()).isTrue();
        users.create(CONTEXT, user("bjensen").build());
    }
}
