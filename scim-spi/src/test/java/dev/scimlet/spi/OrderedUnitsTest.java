package dev.scimlet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderedUnitsTest {

    private static final RequestContext CONTEXT = RequestContext.of("test");

    private final UnitOfWork units = UnitOfWork.ordered();
    private final List<String> done = new ArrayList<>();

    private static void meetAnother(int tries, int attempt) {
        if (attempt < tries) {
            throw ConflictException.overtaken(null);
        }
    }

    @Test
    void saysThatItKeepsNothingBack() {
        units.perform(CONTEXT, unit -> {
            assertThat(unit.isAtomic()).isFalse();
            assertThat(unit.sql()).isEmpty();
            assertThat(unit.handle(Unit.class)).isEmpty();
            return true;
        });
    }

    @Test
    void runsItsActionsInOrder() {
        units.perform(CONTEXT, unit -> {
            unit.afterCommit(() -> done.add("after"));
            unit.beforeCommit(() -> {
                done.add("before");
                unit.beforeCommit(() -> done.add("before, given late"));
            });
            return done.add("work");
        });

        assertThat(done).containsExactly("work", "before", "before, given late", "after");
    }

    @Test
    void repeatsWorkThatMetAnother() {
        Set<String> ids = new HashSet<>();

        int attempt = units.perform(CONTEXT, unit -> {
            ids.add(unit.id());
            unit.afterCommit(() -> done.add("after " + unit.attempt()));
            meetAnother(3, unit.attempt());
            return unit.attempt();
        });

        assertThat(attempt).isEqualTo(3);
        assertThat(ids).hasSize(1);
        assertThat(done).containsExactly("after 3");
    }

    @Test
    void repeatsAStepInsideByItself() {
        int[] tries = {0};

        units.perform(CONTEXT, unit -> {
            done.add("first step");
            return units.perform(CONTEXT.within(unit), same -> {
                assertThat(same).isSameAs(unit);
                meetAnother(3, ++tries[0]);
                return done.add("second step");
            });
        });

        assertThat(done).containsExactly("first step", "second step");
        assertThat(tries[0]).isEqualTo(3);
    }

    @Test
    void isAPartOfAUnitOfAnotherKind() {
        UnitOfWork memory = new dev.scimlet.spi.memory.InMemoryStore();
        List<Integer> attempts = new ArrayList<>();

        memory.perform(
                CONTEXT,
                unit -> units.perform(CONTEXT.within(unit), same -> {
                    attempts.add(same.attempt());
                    meetAnother(2, same.attempt());
                    return true;
                }));

        assertThat(attempts).containsExactly(1, 2);
    }

    /** All is stored by then. */
    @Test
    void beginsNothingAgainAfterTheWork() {
        assertThatThrownBy(() -> units.perform(CONTEXT, unit -> {
                    unit.beforeCommit(() -> meetAnother(2, 1));
                    unit.afterCommit(() -> done.add("after"));
                    return done.add("work");
                }))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.status()).isEqualTo(503));

        assertThat(done).containsExactly("work");
    }

    @Test
    void letsAConflictPassIfItIsAskedOnce() {
        assertThatThrownBy(() -> units.performOnce(CONTEXT, unit -> {
                    done.add("work");
                    meetAnother(2, 1);
                    return true;
                }))
                .isInstanceOf(ConflictException.class);
        assertThat(done).containsExactly("work");
        assertThat(units.<Boolean>performOnce(CONTEXT, unit -> done.add("again")))
                .isTrue();
    }

    /** Inside a unit, a conflict that passes through still begins the whole unit again. */
    @Test
    void repeatsTheUnitAroundWhatIsAskedOnce() {
        List<Integer> attempts = new ArrayList<>();

        units.perform(
                CONTEXT,
                unit -> units.performOnce(CONTEXT.within(unit), same -> {
                    attempts.add(same.attempt());
                    meetAnother(2, same.attempt());
                    return true;
                }));

        assertThat(attempts).containsExactly(1, 2);
    }
}
