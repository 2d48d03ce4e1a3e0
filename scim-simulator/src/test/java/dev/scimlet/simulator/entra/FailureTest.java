package dev.scimlet.simulator.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.server.SmallScimServer;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service does with answers that it did not want. */
class FailureTest {

    private final Simulation simulation = Simulation.mediusflow();

    @ParameterizedTest
    @CsvSource({
        "400, UnprocessableEntity",
        "404, InvalidAnchor",
        "409, EntryConflict",
        "429, TooManyRequests",
        "500, InternalServerError"
    })
    void logsAFailedCreationAndTriesAgainInTheNextCycle(int status, String errorCode) {
        simulation.user("Paul", "Arnaud");
        simulation.user("Zoe", "Keller");
        answer("POST", "paul@", status);

        CycleReport report = simulation.cycle();

        assertThat(report.entries()).extracting("errorCode").containsExactly(errorCode, "");
        assertThat(report.escrows()).isEqualTo(1);
        assertThat(simulation.server.users()).extracting("userName").containsExactly("zoe@contoso.example");

        simulation.server.intercept(call -> Optional.empty());
        CycleReport next = simulation.cycle();

        assertThat(next.escrows()).isZero();
        assertThat(simulation.server.users()).hasSize(2);
    }

    @Test
    void triesAgainAtGrowingIntervalsUpToADay() {
        simulation.user("Paul", "Arnaud");
        answer("POST", "paul@", 400);
        simulation.cycle();

        assertThat(nextAttempt(1)).isEqualTo(Duration.ofMinutes(40));
        untilNextAttempt();
        assertThat(nextAttempt(2)).isEqualTo(Duration.ofMinutes(80));
        simulation.cycle();
        assertThat(simulation.server.requests()).isEmpty();
        untilNextAttempt();
        assertThat(nextAttempt(3)).isEqualTo(Duration.ofMinutes(160));
        for (int attempt = 4; attempt <= 10; attempt++) {
            untilNextAttempt();
        }
        assertThat(nextAttempt(10)).isEqualTo(Duration.ofDays(1));
    }

    private Duration nextAttempt(int attempts) {
        Escrow escrow = simulation.service.escrows().get(0);
        assertThat(escrow.attempts()).isEqualTo(attempts);
        return Duration.between(simulation.clock.instant(), escrow.nextAttempt());
    }

    private void untilNextAttempt() {
        Instant next = simulation.service.escrows().get(0).nextAttempt();
        simulation.clock.advanceTo(next);
        simulation.cycle();
        assertThat(simulation.server.requests()).isNotEmpty();
    }

    @Test
    void triesAgainAtOnceWhenTheObjectChanges() {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        answer("POST", "paul@", 400);
        simulation.cycle();
        simulation.cycle();
        simulation.update(paul, "department", "Finance");
        simulation.server.intercept(call -> Optional.empty());

        simulation.cycle();

        assertThat(simulation.server.users()).hasSize(1);
        assertThat(simulation.service.escrows()).isEmpty();
    }

    @Test
    void adoptsTheAccountWhoseCreationWasAnsweredTooLate() {
        simulation.user("Paul", "Arnaud");
        AtomicInteger lost = new AtomicInteger(1);
        Simulation losing = Simulation.setup()
                .directory(simulation.directory)
                .around(transport -> call -> {
                    ScimAnswer answer = transport.send(call);
                    if (call.method().equals("POST") && lost.getAndDecrement() > 0) {
                        throw new IOException("read timed out");
                    }
                    return answer;
                })
                .start();

        CycleReport report = losing.cycle();
        CycleReport next = losing.cycle();

        assertThat(report.entries()).extracting("errorCode").containsExactly("Timeout");
        assertThat(next.failures()).isZero();
        assertThat(losing.server.users()).hasSize(1);
    }

    @Test
    void waitsAsLongAsRetryAfterSays() {
        simulation.user("Paul", "Arnaud");
        AtomicInteger refusals = new AtomicInteger(2);
        simulation.server.intercept(call -> call.method().equals("POST") && refusals.getAndDecrement() > 0
                ? Optional.of(new ScimAnswer(429, Map.of("Retry-After", "7"), ""))
                : Optional.empty());

        CycleReport report = simulation.cycle();

        assertThat(report.failures()).isZero();
        assertThat(simulation.server.users()).hasSize(1);
        assertThat(simulation.pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void refusedCredentialsStopTheCycleAndQuarantineTheJobAtOnce() {
        Simulation refused = Simulation.setup()
                .token("wrong")
                .settings(job -> job.notificationEmail("admin@contoso.example"))
                .start();
        refused.user("Paul", "Arnaud");
        refused.user("Zoe", "Keller");
        Instant start = refused.clock.instant();

        CycleReport report = refused.cycle();

        assertThat(refused.server.requests()).hasSize(1);
        assertThat(report.state()).isEqualTo(JobState.QUARANTINED);
        assertThat(report.entries()).extracting("errorCode").containsExactly("Unauthorized");
        assertThat(refused.service.notifications())
                .extracting(Notification::recipient)
                .containsExactly("admin@contoso.example");
        assertThat(refused.service.notifications().get(0).subject()).contains("quarantine");

        refused.cycle();
        assertThat(Duration.between(start, refused.clock.instant())).isEqualTo(Duration.ofDays(1));
        assertThat(refused.service.notifications()).hasSize(1);
    }

    @Test
    void aJobIsDisabledAfterFourWeeksOfQuarantine() {
        Simulation refused = Simulation.setup()
                .token("wrong")
                .settings(job -> job.notificationEmail("admin@contoso.example"))
                .start();
        refused.user("Paul", "Arnaud");
        for (int day = 0; day < 28; day++) {
            assertThat(refused.cycle().state()).isEqualTo(JobState.QUARANTINED);
        }

        CycleReport report = refused.cycle();

        assertThat(report.state()).isEqualTo(JobState.DISABLED);
        assertThat(refused.server.requests()).isEmpty();
        assertThat(refused.service.notifications()).hasSize(2);
        assertThat(refused.service.notifications().get(1).subject()).contains("disabled");
    }

    @Test
    void leavesQuarantineAfterACycleThatGoesWell() {
        simulation.user("Paul", "Arnaud");
        simulation.server.intercept(call -> Optional.of(SmallScimServer.error(401, "no")));
        assertThat(simulation.cycle().state()).isEqualTo(JobState.QUARANTINED);
        simulation.server.intercept(call -> Optional.empty());

        CycleReport report = simulation.cycle();

        assertThat(report.state()).isEqualTo(JobState.ACTIVE);
        assertThat(report.cycle()).isEqualTo("initial");
        assertThat(simulation.server.users()).hasSize(1);
    }

    @Test
    void quarantinesAJobOfWhichTooMuchFails() {
        assertThat(twoOfThreeFail(new QuarantineThresholds(2, 40, true)).state())
                .isEqualTo(JobState.QUARANTINED);
        assertThat(twoOfThreeFail(new QuarantineThresholds(3, 40, true)).state())
                .isEqualTo(JobState.ACTIVE);
        assertThat(twoOfThreeFail(new QuarantineThresholds(2, 70, true)).state())
                .isEqualTo(JobState.ACTIVE);
    }

    private static CycleReport twoOfThreeFail(QuarantineThresholds thresholds) {
        Simulation failing = Simulation.mediusflow(job -> job.quarantineThresholds(thresholds));
        failing.user("Paul", "Arnaud");
        failing.user("Zoe", "Keller");
        failing.user("Ingrid", "Larsson");
        failing.server.intercept(
                call -> call.method().equals("POST") && !call.body().contains("zoe@")
                        ? Optional.of(SmallScimServer.error(400, "no"))
                        : Optional.empty());
        return failing.cycle();
    }

    @Test
    void holdsDeletionsAboveTheThresholdUntilTheyAreAllowed() {
        Simulation careful = Simulation.mediusflow(
                job -> job.accidentalDeletionThreshold(1).notificationEmail("admin@contoso.example"));
        List<DirectoryUser> users = List.of(careful.user("Paul", "Arnaud"), careful.user("Zoe", "Keller"));
        careful.cycle();
        users.forEach(user -> careful.apply(new DirectoryChange.SoftDeleteUser(user.objectId())));

        CycleReport held = careful.cycle();

        assertThat(held.heldDeletions()).isEqualTo(2);
        assertThat(held.state()).isEqualTo(JobState.QUARANTINED);
        assertThat(careful.server.writes()).isEmpty();
        assertThat(careful.service.notifications().get(0).text()).contains("2 users and groups");

        careful.service.allowDeletions();
        CycleReport allowed = careful.cycle();

        assertThat(allowed.heldDeletions()).isZero();
        assertThat(allowed.state()).isEqualTo(JobState.ACTIVE);
        assertThat(careful.server.users()).extracting("active").containsOnly(false);
    }

    @Test
    void leavesWhatWasRejectedAsItIs() {
        Simulation careful = Simulation.mediusflow(job -> job.accidentalDeletionThreshold(1));
        DirectoryUser paul = careful.user("Paul", "Arnaud");
        DirectoryUser zoe = careful.user("Zoe", "Keller");
        DirectoryUser nia = careful.user("Nia", "Okafor");
        careful.group("AP approvers", nia);
        careful.cycle();
        careful.apply(
                new DirectoryChange.SoftDeleteUser(paul.objectId()),
                new DirectoryChange.SoftDeleteUser(zoe.objectId()),
                new DirectoryChange.HardDeleteUser(zoe.objectId()),
                new DirectoryChange.DeleteGroup("id-AP approvers"));
        careful.cycle();
        assertThat(careful.service.stagedDeletions())
                .extracting(StagedDeletion::name)
                .containsExactlyInAnyOrder("paul@contoso.example", "zoe@contoso.example", "AP approvers");
        assertThat(careful.service.stagedDeletions())
                .allSatisfy(deletion -> assertThat(deletion.targetId()).isNotEmpty());

        careful.service.rejectDeletions();
        CycleReport after = careful.cycle();

        assertThat(after.state()).isEqualTo(JobState.ACTIVE);
        assertThat(careful.server.writes()).isEmpty();
        assertThat(careful.service.stagedDeletions()).isEmpty();
        assertThat(careful.server.users()).extracting("active").containsOnly(true);

        careful.apply(new DirectoryChange.RestoreUser(paul.objectId()));
        careful.update(paul, "surname", "Bernard");
        careful.cycle();
        assertThat(careful.server.user("paul@contoso.example").toString()).contains("Bernard");
    }

    @Test
    void stagesASingleDeletionIfNoneIsTolerated() {
        Simulation careful = Simulation.mediusflow(job -> job.accidentalDeletionThreshold(0));
        DirectoryUser paul = careful.user("Paul", "Arnaud");
        careful.cycle();
        careful.apply(new DirectoryChange.SoftDeleteUser(paul.objectId()));

        assertThat(careful.cycle().heldDeletions()).isEqualTo(1);
    }

    @Test
    void notifiesAgainWhenTheReasonIsAnotherOne() {
        Simulation careful = Simulation.mediusflow(
                job -> job.accidentalDeletionThreshold(0).notificationEmail("admin@contoso.example"));
        DirectoryUser paul = careful.user("Paul", "Arnaud");
        careful.cycle();
        careful.apply(new DirectoryChange.SoftDeleteUser(paul.objectId()));
        careful.cycle();
        careful.cycle();
        assertThat(careful.service.notifications()).hasSize(1);

        careful.user("Zoe", "Keller");
        careful.server.intercept(call -> Optional.of(SmallScimServer.error(403, "the account has lost its rights")));
        careful.cycle();

        assertThat(careful.service.notifications()).hasSize(2);
        Notification second = careful.service.notifications().get(1);
        assertThat(second.subject()).endsWith("is in quarantine for another reason");
        assertThat(second.text()).contains("the account has lost its rights");
    }

    @Test
    void showsTheDetailsWhileItRunsAndAfter() {
        Simulation failing = Simulation.mediusflow();
        failing.user("Paul", "Arnaud");
        failing.user("Zoe", "Keller");
        failing.server.intercept(
                call -> call.body().contains("zoe@") && call.method().equals("POST")
                        ? Optional.of(SmallScimServer.error(400, "no Zoes"))
                        : Optional.empty());
        assertThat(failing.service.details().status()).isEqualTo("Not started");
        List<String> seen = new ArrayList<>();
        failing.service.onProgress(
                progress -> seen.add(failing.service.details().text("")));

        failing.cycle();

        assertThat(seen).anySatisfy(text -> assertThat(text).contains("Running", "initial, users", "1 of 2, 50 %"));
        SynchronizationDetails details = failing.service.details();
        assertThat(details.status()).isEqualTo("Active");
        assertThat(details.counts()).containsEntry("User create", 1);
        assertThat(details.provisioned()).containsEntry("User", 1);
        assertThat(details.escrows()).isEqualTo(1);
        assertThat(details.nextCycle())
                .contains(details.lastCycle().orElseThrow().plus(Duration.ofMinutes(40)));
        assertThat(details.text("log.csv")).contains("log.csv", "zoe@contoso.example", "no Zoes");
        assertThat(details.json("log.csv")).contains("\"status\"", "Active", "\"provisioningLog\"", "no Zoes");
    }

    @Test
    void saysInTheDetailsWhyItIsInQuarantine() {
        Simulation refused = Simulation.setup().token("wrong").start();
        refused.user("Paul", "Arnaud");

        refused.cycle();

        SynchronizationDetails details = refused.service.details();
        assertThat(details.status()).isEqualTo("In quarantine");
        assertThat(details.json("")).contains("CREDENTIALS_REFUSED");
        assertThat(details.nextCycle())
                .contains(details.lastCycle().orElseThrow().plus(Duration.ofDays(1)));
    }

    @Test
    void notifiesNobodyWithoutAnAddressOrWithTheBoxOff() {
        for (UnaryOperator<ProvisioningJob.Builder> settings : List.<UnaryOperator<ProvisioningJob.Builder>>of(
                job -> job,
                job -> job.notificationEmail("admin@contoso.example").notifiesOnFailure(false))) {
            Simulation refused =
                    Simulation.setup().token("wrong").settings(settings).start();
            refused.user("Paul", "Arnaud");

            assertThat(refused.cycle().state()).isEqualTo(JobState.QUARANTINED);

            assertThat(refused.service.notifications()).isEmpty();
        }
    }

    @Test
    void doesNotHoldDeletionsBelowTheThreshold() {
        Simulation careful = Simulation.mediusflow(job -> job.accidentalDeletionThreshold(1));
        DirectoryUser paul = careful.user("Paul", "Arnaud");
        careful.cycle();
        careful.apply(new DirectoryChange.SoftDeleteUser(paul.objectId()));

        assertThat(careful.cycle().heldDeletions()).isZero();
        assertThat(careful.server.user("paul@contoso.example")).containsEntry("active", false);
    }

    @Test
    void aGroupWhoseMembersCouldNotBeAddedIsTriedAgain() throws Exception {
        simulation.group("AP approvers", simulation.user("Paul", "Arnaud"));
        simulation.server.intercept(
                call -> isGroupPatch(call) ? Optional.of(SmallScimServer.error(503, "later")) : Optional.empty());
        CycleReport report = simulation.cycle();
        assertThat(report.count(ProvisioningStatus.FAILURE)).isEqualTo(1);
        simulation.server.intercept(call -> Optional.empty());

        simulation.cycle();

        assertThat(simulation.server.writes()).hasSize(1);
        assertThat(simulation.differences()).isEmpty();
    }

    @Test
    void aGroupThatTheApplicationLostComesBackWithItsMembers() throws Exception {
        DirectoryUser paul = simulation.user("Paul", "Arnaud");
        DirectoryUser zoe = simulation.user("Zoe", "Keller");
        simulation.group("AP approvers", paul);
        simulation.cycle();
        simulation.server.drop("Groups", "g3");
        simulation.apply(new DirectoryChange.AddMembers("id-AP approvers", Simulation.ids(zoe)));

        simulation.cycle();

        assertThat(simulation.server.members("AP approvers")).hasSize(2);
        assertThat(simulation.differences()).isEmpty();
    }

    private static boolean isGroupPatch(ScimCall call) {
        return call.method().equals("PATCH") && call.target().startsWith("/Groups/");
    }

    private void answer(String method, String part, int status) {
        simulation.server.intercept(
                call -> call.method().equals(method) && call.body().contains(part)
                        ? Optional.of(SmallScimServer.error(status, "no"))
                        : Optional.empty());
    }
}
