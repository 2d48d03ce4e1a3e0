package dev.scimlet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FirstCommitFailsTest {

    private static final RequestContext CONTEXT = RequestContext.of("test");

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryRepository users =
            store.repository(ContractTypes.user()).build();
    private final UnitOfWork units = FirstCommitFails.of(store);

    private Attributes user(String userName) {
        return users.type().attributes().set("userName", userName).build();
    }

    private long count() {
        return users.query(CONTEXT, Query.all(10)).totalResults().orElseThrow();
    }

    @Test
    void storesWhatTheSecondTryWroteAndNothingElse() {
        Set<String> tried = new HashSet<>();

        String stored = units.perform(CONTEXT, unit -> {
            String id = users.create(CONTEXT.within(unit), user("bjensen")).id();
            tried.add(id);
            return id;
        });

        assertThat(tried).hasSize(2).contains(stored);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void showsHooksThatTouchMoreThanTheirUnit() {
        List<String> mails = new ArrayList<>();
        List<Integer> afterCommit = new ArrayList<>();

        units.perform(CONTEXT, unit -> {
            mails.add("from the work");
            unit.beforeCommit(() -> {
                mails.add("before the commit");
                unit.beforeCommit(() -> mails.add("before the commit, given late"));
            });
            unit.afterCommit(() -> afterCommit.add(unit.attempt()));
            return users.create(CONTEXT.within(unit), user("bjensen"));
        });

        assertThat(mails)
                .containsExactly(
                        "from the work",
                        "before the commit",
                        "before the commit, given late",
                        "from the work",
                        "before the commit",
                        "before the commit, given late");
        assertThat(afterCommit).containsExactly(2);
    }

    @Test
    void failsOnceForAllThatIsInside() {
        List<Integer> attempts = new ArrayList<>();

        units.perform(CONTEXT, unit -> {
            RequestContext within = CONTEXT.within(unit);
            return units.perform(within, inner -> {
                attempts.add(inner.attempt());
                return users.create(within.within(inner), user("bjensen"));
            });
        });

        assertThat(attempts).containsExactly(1, 2);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void passesOnWhatTheWorkThrows() {
        ScimException refusal = ScimException.preconditionFailed();

        assertThatThrownBy(() -> units.perform(CONTEXT, unit -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
    }

    @Test
    void refusesUnitsThatKeepNothingBack() {
        assertThatThrownBy(() -> FirstCommitFails.of(UnitOfWork.ordered()).perform(CONTEXT, unit -> true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not atomic");
    }
}
