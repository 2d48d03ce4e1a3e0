package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.spi.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DirectoryStore} keeps to. */
public abstract class DirectoryStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.123Z");

    private static final Directory ACME = directory("d1", "acme", "Entra ID");

    private DirectoryStore store;

    /** A store without directories. */
    protected abstract DirectoryStore emptyStore();

    /** The same store as another node sees it. */
    protected DirectoryStore onAnotherNode(DirectoryStore known) {
        return known;
    }

    @BeforeEach
    void startEmpty() {
        store = emptyStore();
    }

    private static Directory directory(String id, String tenant, String name) {
        return Directory.builder(id, tenant, name, "scc_" + id, NOW).build();
    }

    private static Credential.Builder credential(String id, Credential.Kind kind) {
        return Credential.builder(id, "d1", kind, Secrets.hash(id), NOW)
                .label("of " + id)
                .hint("last");
    }

    private static Trust federation(String id, String directoryId, String audience) {
        return Trust.workloadIdentity(id, directoryId, "https://issuer.example/a", "subject", audience, NOW)
                .label("Entra")
                .jwksUri("https://issuer.example/a/keys")
                .build();
    }

    // ---- directories

    @Test
    void givesBackWhatItIsGiven() {
        Directory directory = Directory.builder("d9", "Größe 9", "Zürich ☃", "scc_9", NOW)
                .identityProvider(IdentityProvider.OKTA)
                .state(DirectoryState.PAUSED)
                .profile(ClientProfile.STRICT
                        .with(Tolerance.TEXT_BOOLEANS)
                        .without(Tolerance.ANONYMOUS_SERVICE_PROVIDER_CONFIG))
                .settings(DirectorySettings.builder()
                        .methods(Set.of(AuthenticationMethod.CLIENT_SECRET_BASIC))
                        .rate(7, 9)
                        .inFlight(3)
                        .bareToken(true)
                        .accessTokenLife(Duration.ofHours(2))
                        .scopeAliases(Set.of("scim.read", "scim.all"))
                        .build())
                .build();

        assertThat(store.add(directory)).isTrue();

        assertThat(store.find("d9")).contains(directory);
        assertThat(store.findByClientId("scc_9")).contains(directory);
        assertThat(store.ofTenant("Größe 9")).containsExactly(directory);
        assertThat(store.find("d8")).isEmpty();
        assertThat(store.findByClientId("scc_8")).isEmpty();
        assertThat(store.findByClientId("scc_9\u0000"))
                .as("what no database keeps in a text")
                .isEmpty();
    }

    @Test
    void refusesANameThatAnotherOfTheTenantHas() {
        store.add(ACME);

        assertThat(store.add(directory("d2", "acme", "Entra ID"))).isFalse();
        assertThat(store.add(directory("d3", "other", "Entra ID"))).isTrue();
        assertThat(store.add(directory("d4", "acme", "entra id"))).isTrue();
        assertThat(store.ofTenant("acme")).hasSize(2);
    }

    @Test
    void refusesAClientIdThatAnotherHas() {
        store.add(ACME);

        assertThat(store.add(Directory.builder("d2", "other", "Okta", ACME.clientId(), NOW)
                        .build()))
                .isFalse();
        assertThat(store.find("d2")).isEmpty();
    }

    @Test
    void walksThroughAllInSteps() {
        for (int number = 10; number < 15; number++) {
            store.add(directory("d" + number, "t" + number % 2, "n" + number));
        }

        assertThat(store.all("", 3)).extracting(Directory::id).containsExactly("d10", "d11", "d12");
        assertThat(store.all("d12", 3)).extracting(Directory::id).containsExactly("d13", "d14");
        assertThat(store.all("d14", 3)).isEmpty();
    }

    @Test
    void replacesTheVersionThatWasReadAndNoOther() {
        store.add(ACME);
        Directory renamed = ACME.toBuilder().name("Okta").build();

        Directory kept = store.replace(renamed).orElseThrow();

        assertThat(kept).isEqualTo(renamed.toBuilder().version(2).build());
        assertThat(store.find("d1")).contains(kept);
        assertThat(store.replace(ACME)).isEmpty();
        assertThat(store.replace(directory("d7", "acme", "none"))).isEmpty();
        assertThat(store.find("d1")).contains(kept);
    }

    @Test
    void replacesNoneByANameThatIsTaken() {
        store.add(ACME);
        store.add(directory("d2", "acme", "Okta"));

        assertThatThrownBy(() -> store.replace(ACME.toBuilder().name("Okta").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("another directory of the tenant is called 'Okta'");
        assertThat(store.find("d1")).contains(ACME);
    }

    @Test
    void hasNoAccessTokensLeftOfOneThatIsDisabled() {
        store.add(ACME);
        store.add(credential("pasted", Credential.Kind.PASTED_TOKEN).build(), 5);
        store.add(access("a1", "pasted"), 5);

        store.replace(ACME.toBuilder().state(DirectoryState.DISABLED).build());

        assertThat(store.present(Secrets.hash("a1"))).isEmpty();
        assertThat(store.present(Secrets.hash("pasted")))
                .hasValueSatisfying(
                        found -> assertThat(found.directory().state()).isEqualTo(DirectoryState.DISABLED));
    }

    @Test
    void deletesADirectoryWithWhatItOwns() {
        store.add(ACME);
        store.add(directory("d2", "other", "Entra ID"));
        store.add(credential("pasted", Credential.Kind.PASTED_TOKEN).build(), 5);
        store.add(federation("t1", "d1", "api://a"));
        store.note(Map.of("d1", new ActivityTimes(NOW, NOW, NOW)));

        store.delete("d1");

        assertThat(store.find("d1")).isEmpty();
        assertThat(store.present(Secrets.hash("pasted"))).isEmpty();
        assertThat(store.trusts("d1")).isEmpty();
        assertThat(store.noted("d1")).isEqualTo(ActivityTimes.NONE);
        assertThat(store.add(credential("late", Credential.Kind.PASTED_TOKEN).build(), 5))
                .isFalse();
        assertThat(store.add(federation("t2", "d2", "api://a")))
                .as("what it trusted may be trusted by others now")
                .isTrue();
        store.delete("d1");
    }

    // ---- credentials

    private static Credential access(String id, String source) {
        return credential(id, Credential.Kind.ACCESS_TOKEN)
                .source(source)
                .scope("scim scim.readwrite")
                .expires(NOW.plusSeconds(3_600))
                .build();
    }

    @Test
    void findsATokenWithItsDirectory() {
        store.add(ACME);
        Credential token = credential("pasted", Credential.Kind.PASTED_TOKEN)
                .expires(NOW.plusSeconds(5))
                .build();

        assertThat(store.add(token, 5)).isTrue();

        assertThat(store.present(token.hash())).contains(new DirectoryStore.Presented(token, ACME));
        assertThat(store.present(Secrets.hash("other"))).isEmpty();
    }

    @Test
    void findsATokenWithWhatAnotherNodeHasMadeOfIt() {
        DirectoryStore other = onAnotherNode(store);
        store.add(ACME);
        Credential token = credential("pasted", Credential.Kind.PASTED_TOKEN).build();
        store.add(token, 5);
        assertThat(store.present(token.hash())).contains(new DirectoryStore.Presented(token, ACME));

        Directory paused = other.replace(ACME.toBuilder()
                        .state(DirectoryState.PAUSED)
                        .profile(ClientProfile.STRICT)
                        .build())
                .orElseThrow();
        assertThat(store.present(token.hash())).contains(new DirectoryStore.Presented(token, paused));

        Instant use = NOW.plusSeconds(60);
        other.used(Map.of(token.id(), use));
        Credential used = token.toBuilder().lastUsed(use).build();
        assertThat(store.present(token.hash())).contains(new DirectoryStore.Presented(used, paused));

        Instant end = NOW.plusSeconds(120);
        other.revoke("d1", token.id(), end);
        assertThat(store.present(token.hash()))
                .contains(new DirectoryStore.Presented(
                        used.toBuilder().revoked(end).build(), paused));
        assertThat(store.present(token.hash()).orElseThrow().credential().revoked())
                .contains(end);
    }

    @Test
    void findsATokenInTheDirectoryThatHasItNow() {
        DirectoryStore other = onAnotherNode(store);
        store.add(ACME);
        Credential token = credential("pasted", Credential.Kind.PASTED_TOKEN).build();
        store.add(token, 5);
        assertThat(store.present(token.hash())).isPresent();

        other.delete("d1");
        Directory next = directory("d2", "other", "Entra ID");
        other.add(next);
        Credential given = Credential.builder("again", "d2", Credential.Kind.PASTED_TOKEN, token.hash(), NOW)
                .build();
        other.add(given, 5);

        assertThat(store.present(token.hash())).contains(new DirectoryStore.Presented(given, next));
        other.delete("d2");
        assertThat(store.present(token.hash())).isEmpty();
    }

    @Test
    void takesNoTokenThatAnotherDirectoryHas() {
        store.add(ACME);
        store.add(directory("d2", "other", "Entra ID"));
        Credential token = credential("pasted", Credential.Kind.PASTED_TOKEN).build();
        store.add(token, 5);

        Credential same = Credential.builder("again", "d2", Credential.Kind.PASTED_TOKEN, token.hash(), NOW)
                .build();

        assertThat(store.add(same, 5)).isFalse();
        assertThat(store.present(token.hash())).contains(new DirectoryStore.Presented(token, ACME));
        assertThat(store.credentials("d2", Credential.Kind.PASTED_TOKEN)).isEmpty();
    }

    @Test
    void findsNoSecretByItsHash() {
        store.add(ACME);
        Credential secret = credential("secret", Credential.Kind.CLIENT_SECRET).build();
        store.add(secret, 5);

        assertThat(store.present(secret.hash())).isEmpty();
        assertThat(store.credentials("d1", Credential.Kind.CLIENT_SECRET)).containsExactly(secret);
        assertThat(store.credentials("d1", Credential.Kind.PASTED_TOKEN)).isEmpty();
    }

    @Test
    void takesNoMoreLiveSecretsThanItMay() {
        store.add(ACME);
        store.add(
                credential("old", Credential.Kind.CLIENT_SECRET)
                        .expires(NOW.minusSeconds(1))
                        .build(),
                2);
        store.add(credential("s1", Credential.Kind.CLIENT_SECRET).build(), 2);
        store.add(credential("s2", Credential.Kind.CLIENT_SECRET).build(), 2);

        assertThat(store.add(credential("s3", Credential.Kind.CLIENT_SECRET).build(), 2))
                .isFalse();
        assertThat(store.revoke("d1", "s1", NOW)).isTrue();
        assertThat(store.add(credential("s3", Credential.Kind.CLIENT_SECRET).build(), 2))
                .isTrue();
    }

    @Test
    void takesNoMoreLiveSecretsFromManyAtOnce() throws Exception {
        store.add(ACME);

        List<Boolean> taken = atOnce(
                12,
                number -> () -> store.add(
                        credential("s" + number, Credential.Kind.CLIENT_SECRET).build(), 5));

        assertThat(taken.stream().filter(Boolean::booleanValue)).hasSize(5);
        assertThat(store.credentials("d1", Credential.Kind.CLIENT_SECRET)).hasSize(5);
    }

    @Test
    void letsTheOldestAccessTokensGo() {
        store.add(ACME);
        for (int number = 0; number < 5; number++) {
            store.add(
                    credential("a" + number, Credential.Kind.ACCESS_TOKEN).build().toBuilder()
                            .expires(NOW.plusSeconds(60))
                            .build(),
                    3);
        }

        assertThat(store.credentials("d1", Credential.Kind.ACCESS_TOKEN))
                .extracting(Credential::id)
                .containsExactly("a2", "a3", "a4");
        assertThat(store.present(Secrets.hash("a0"))).isEmpty();
    }

    @Test
    void revokesACredentialAndWhatWasObtainedByIt() {
        store.add(ACME);
        store.add(credential("s1", Credential.Kind.CLIENT_SECRET).build(), 5);
        store.add(credential("s2", Credential.Kind.CLIENT_SECRET).build(), 5);
        store.add(access("a1", "s1"), 5);
        store.add(access("a2", "s2"), 5);

        assertThat(store.revoke("d1", "s1", NOW)).isTrue();

        assertThat(store.credentials("d1", Credential.Kind.CLIENT_SECRET).get(0).revoked())
                .contains(NOW);
        assertThat(store.present(Secrets.hash("a1"))).isEmpty();
        assertThat(store.present(Secrets.hash("a2"))).isPresent();
        assertThat(store.revoke("d1", "s1", NOW)).isFalse();
        assertThat(store.revoke("d2", "s2", NOW)).isFalse();
        assertThat(store.revoke("d1", "none", NOW)).isFalse();
        assertThat(store.revoke("d1", "a2", NOW)).isTrue();
        assertThat(store.present(Secrets.hash("a2"))).isEmpty();
    }

    @Test
    void notesTheLatestUse() {
        store.add(ACME);
        store.add(credential("pasted", Credential.Kind.PASTED_TOKEN).build(), 5);

        store.used(Map.of("pasted", NOW.plusSeconds(9), "gone", NOW));
        store.used(Map.of("pasted", NOW.plusSeconds(3)));

        assertThat(store.present(Secrets.hash("pasted"))
                        .orElseThrow()
                        .credential()
                        .lastUsed())
                .contains(NOW.plusSeconds(9));
    }

    // ---- what came by which directory

    private static final RequestContext NO_UNIT = RequestContext.of("test");

    private static ManagedResource managed(String id, String directory, String externalId, long turn) {
        return new ManagedResource("acme", "User", id, directory, externalId, turn == 1, turn);
    }

    @Test
    void keepsWhichDirectoriesHaveWrittenAResource() {
        store.add(ACME);
        store.add(directory("d2", "acme", "Okta"));
        ManagedResource first = managed("u1", "d1", "größe", 1);
        ManagedResource second = managed("u1", "d2", null, 2);
        store.keep(NO_UNIT, first);
        store.keep(NO_UNIT, second);
        store.keep(NO_UNIT, new ManagedResource("other", "User", "u1", "d3", "x", true, 1));
        store.keep(NO_UNIT, new ManagedResource("acme", "Group", "u1", "d1", "x", true, 1));

        assertThat(store.managers(NO_UNIT, "acme", "User", "u1")).containsExactlyInAnyOrder(first, second);

        ManagedResource again = new ManagedResource("acme", "User", "u1", "d2", "okta", false, 3);
        store.change(NO_UNIT, again);
        store.change(NO_UNIT, managed("u2", "d2", "never kept", 1));

        assertThat(store.managers(NO_UNIT, "acme", "User", "u1")).containsExactlyInAnyOrder(first, again);
        assertThat(store.managers(NO_UNIT, "acme", "User", "u2")).isEmpty();

        store.forget(NO_UNIT, "acme", "User", "u1");

        assertThat(store.managers(NO_UNIT, "acme", "User", "u1")).isEmpty();
        assertThat(store.managers(NO_UNIT, "acme", "Group", "u1")).hasSize(1);
    }

    @Test
    void listsWhatCameByADirectoryAndForgetsItWithTheDirectory() {
        store.add(ACME);
        store.add(directory("d2", "acme", "Okta"));
        List<ManagedResource> all =
                List.of(managed("a", "d1", "1", 1), managed("b", "d1", "2", 1), managed("c", "d1", "3", 1));
        all.forEach(row -> store.keep(NO_UNIT, row));
        store.keep(NO_UNIT, managed("a", "d2", "4", 2));

        assertThat(store.managed("d1", "User", "", 2)).isEqualTo(all.subList(0, 2));
        assertThat(store.managed("d1", "User", "b", 2)).isEqualTo(all.subList(2, 3));
        assertThat(store.managed("d1", "Group", "", 2)).isEmpty();

        store.delete("d1");

        assertThat(store.managed("d1", "User", "", 2)).isEmpty();
        assertThat(store.managers(NO_UNIT, "acme", "User", "a")).containsExactly(managed("a", "d2", "4", 2));
    }

    // ---- trusts

    @Test
    void givesBackTrustsAsTheyAre() {
        store.add(ACME);
        Trust federation = federation("t1", "d1", "api://a/.default");
        Trust privateKey = Trust.privateKey("t2", "d1", "scc_d1", NOW.plusSeconds(1))
                .jwks("{\"keys\":[]}")
                .algorithms(Set.of(SigningAlgorithm.EDDSA, SigningAlgorithm.ES256))
                .longestLife(Duration.ofMinutes(3))
                .tokenEndpointAudience(true)
                .build();

        assertThat(store.add(federation)).isTrue();
        assertThat(store.add(privateKey)).isTrue();

        assertThat(store.trusts("d1")).containsExactly(federation, privateKey);
        assertThat(store.trusts("d2")).isEmpty();
        assertThat(store.add(federation("t3", "none", "api://b"))).isFalse();
    }

    @Test
    void refusesATrustThatAnotherTenantHas() {
        store.add(ACME);
        store.add(directory("d2", "acme", "Second"));
        store.add(directory("d3", "other", "Entra ID"));
        store.add(federation("t1", "d1", "api://a"));

        assertThat(store.add(federation("t2", "d3", "api://a"))).isFalse();
        assertThat(store.add(federation("t3", "d3", "api://a/.default")))
                .as("the same assertions, entered in another way")
                .isFalse();
        assertThat(store.add(federation("t4", "d3", "api://b"))).isTrue();
        assertThat(store.add(federation("t5", "d2", "api://a"))).isTrue();

        assertThat(store.removeTrust("d1", "t1")).isTrue();
        assertThat(store.add(federation("t2", "d3", "api://a"))).isFalse();
        assertThat(store.removeTrust("d2", "t5")).isTrue();
        assertThat(store.add(federation("t2", "d3", "api://a"))).isTrue();
    }

    @Test
    void givesATrustThatManyTenantsWantToOne() throws Exception {
        for (int number = 0; number < 8; number++) {
            store.add(directory("d" + number, "tenant" + number, "Entra ID"));
        }

        List<Boolean> taken = atOnce(8, number -> () -> store.add(federation("t" + number, "d" + number, "api://a")));

        assertThat(taken.stream().filter(Boolean::booleanValue)).hasSize(1);
    }

    @Test
    void removesATrustAndWhatWasObtainedByIt() {
        store.add(ACME);
        store.add(federation("t1", "d1", "api://a"));
        store.add(access("a1", "t1"), 5);

        assertThat(store.removeTrust("d2", "t1")).isFalse();
        assertThat(store.present(Secrets.hash("a1"))).isPresent();
        assertThat(store.removeTrust("d1", "t1")).isTrue();
        assertThat(store.present(Secrets.hash("a1"))).isEmpty();
        assertThat(store.removeTrust("d1", "t1")).isFalse();
    }

    @Test
    @Proves("O-J-13")
    void letsAnAssertionBeUsedOnce() throws Exception {
        List<Boolean> taken = atOnce(8, number -> () -> store.useOnce("hash", NOW.plusSeconds(60)));

        assertThat(taken.stream().filter(Boolean::booleanValue)).hasSize(1);
        assertThat(store.useOnce("other", NOW)).isTrue();
    }

    // ---- beside requests

    @Test
    @Proves("O-A-05")
    void removesWhatHasEndedInSmallSteps() {
        store.add(ACME);
        for (int number = 0; number < 5; number++) {
            store.add(access("a" + number, "s"), 10);
            store.useOnce("h" + number, NOW.plusSeconds(10));
        }
        store.add(
                credential("pasted", Credential.Kind.PASTED_TOKEN).expires(NOW).build(), 5);
        Instant later = NOW.plusSeconds(3_600);

        assertThat(store.deleteExpired(NOW, 100)).isZero();
        assertThat(store.deleteExpired(later, 3)).isEqualTo(6);
        assertThat(store.deleteExpired(later, 3)).isEqualTo(4);
        assertThat(store.deleteExpired(later, 3)).isZero();
        assertThat(store.credentials("d1", Credential.Kind.PASTED_TOKEN)).hasSize(1);
        assertThat(store.useOnce("h1", later)).isTrue();
    }

    @Test
    void notesTheLatestActivity() {
        store.add(ACME);

        store.note(Map.of("d1", new ActivityTimes(NOW, NOW, null), "gone", new ActivityTimes(NOW, null, null)));
        store.note(Map.of("d1", new ActivityTimes(NOW.plusSeconds(2), NOW.minusSeconds(2), NOW.minusSeconds(9))));

        assertThat(store.noted("d1")).isEqualTo(new ActivityTimes(NOW.plusSeconds(2), NOW, NOW.minusSeconds(9)));
        assertThat(store.noted("gone")).isEqualTo(ActivityTimes.NONE);
    }

    // ---- many at once

    private interface Step {
        Callable<Boolean> of(int number);
    }

    private static List<Boolean> atOnce(int threads, Step step) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int number = 0; number < threads; number++) {
                work.add(step.of(number));
            }
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> done : pool.invokeAll(work)) {
                results.add(done.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
