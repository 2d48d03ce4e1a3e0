package dev.scimlet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final Duration MOST = Duration.ofSeconds(2);

    /** Close to where nanoseconds overflow, as they may. */
    private long now = Long.MAX_VALUE - 1_000_000_000L;

    private final Budget budget = Budget.builder()
            .limit(Budget.Item.COMPARISONS, 10)
            .maxLockTime(MOST)
            .nanoTime(() -> now)
            .build();

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static void assertLate(Runnable work) {
        assertThatThrownBy(work::run).asInstanceOf(type(ScimException.class)).satisfies(late -> {
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.retryAfter()).contains(Duration.ofSeconds(1));
            assertThat(late).hasMessageContaining("maxLockTime").hasMessageContaining("PT2S");
        });
    }

    private void underLock(Runnable work) {
        budget.whileLocked(() -> {
            work.run();
            return true;
        });
    }

    @Test
    void theLongestTimeOfALockIsNoneInEffect() {
        Budget patient = Budget.builder()
                .maxLockTime(Duration.ofSeconds(Long.MAX_VALUE))
                .nanoTime(() -> now)
                .build();

        patient.whileLocked(() -> {
            pass(Duration.ofDays(365));
            patient.requireTime();
            return true;
        });
    }

    @Test
    void aTrialTakesNothingUntilItIsCharged() {
        budget.spend(Budget.Item.COMPARISONS, 3);
        Budget trial = budget.trial();
        assertThat(trial.isUntouched()).isTrue();

        trial.spend(Budget.Item.COMPARISONS, 7);
        assertThatThrownBy(() -> trial.spend(Budget.Item.COMPARISONS, 1)).hasMessageContaining("maxComparisons");

        assertThat(trial.isUntouched()).isFalse();
        assertThat(budget.spent(Budget.Item.COMPARISONS)).isEqualTo(3);
        budget.charge(trial);
        assertThat(budget.spent(Budget.Item.COMPARISONS)).isEqualTo(10);
        assertThatThrownBy(() -> budget.charge(trial)).hasMessageContaining("maxComparisons");
    }

    @Test
    void ofATrialTheFirstPassesHoweverLarge() {
        Budget trial = budget.trial();
        trial.spendDone(Budget.Item.COMPARISONS, 50);
        Budget rest = trial.trial();
        assertThatThrownBy(() -> rest.spendDone(Budget.Item.COMPARISONS, 1)).hasMessageContaining("maxComparisons");

        budget.charge(trial);
        budget.charge(trial.trial());

        assertThat(budget.spent(Budget.Item.COMPARISONS)).isEqualTo(50);
        assertThatThrownBy(() -> budget.charge(trial)).hasMessageContaining("maxComparisons");
    }

    @Test
    void grantsNothingWhenOthersHaveWaitedForLongEnough() {
        underLock(() -> {
            pass(MOST.minusNanos(1));
            budget.spend(Budget.Item.COMPARISONS, 1);
            budget.spendDone(Budget.Item.COMPARISONS, 1);
            budget.requireTime();
            pass(Duration.ofNanos(1));
            assertLate(() -> budget.spend(Budget.Item.COMPARISONS, 1));
            assertLate(() -> budget.spendDone(Budget.Item.COMPARISONS, 1));
            assertLate(() -> budget.spend(Budget.Item.PATHS, 1));
            assertLate(budget::requireTime);
        });
    }

    @Test
    void asksForNoTimeWhileNothingIsHeld() {
        underLock(() -> pass(MOST));
        pass(MOST);

        budget.spend(Budget.Item.COMPARISONS, 10);
        budget.requireTime();
    }

    @Test
    void givesEachLockItsOwnTime() {
        for (int i = 0; i < 3; i++) {
            underLock(() -> {
                pass(MOST.dividedBy(2));
                budget.spend(Budget.Item.COMPARISONS, 1);
            });
        }

        assertThat(budget.spent(Budget.Item.COMPARISONS)).isEqualTo(3);
    }

    @Test
    void isNotUsedUpByALockThatTookTooLong() {
        assertLate(() -> underLock(() -> {
            pass(MOST);
            budget.spend(Budget.Item.COMPARISONS, 4);
        }));

        assertThat(budget.refusal()).isEmpty();
        assertThat(budget.spent(Budget.Item.COMPARISONS)).isZero();
        budget.spend(Budget.Item.COMPARISONS, 10);
    }

    @Test
    void hasNoEndUnlessOneIsSet() {
        assertThatCode(() -> Budget.unlimited().whileLocked(() -> {
                    Budget.unlimited().requireTime();
                    return true;
                }))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Budget.builder().maxLockTime(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxLockTime");
    }
}
