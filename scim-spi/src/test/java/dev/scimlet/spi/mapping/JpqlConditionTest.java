package dev.scimlet.spi.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.standard.StandardTypes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JpqlConditionTest {

    private static final PathBinder BINDER =
            new PathBinder(StandardTypes.user().definition(), ClientProfile.INTEROPERABLE);

    private final JpqlCondition jpql = new JpqlCondition(Map.of(
            "userName", "a.login",
            "active", "a.enabled",
            "externalId", "a.directoryId",
            "meta.lastModified", "a.changed",
            "emails[type eq \"work\"].value", "a.email"));

    private String condition(String filter) {
        return jpql.walk(BINDER.filter(filter));
    }

    @Test
    void saysWhatTheFilterMeans() {
        assertThat(condition("userName eq \"BJensen\" and not (active eq false)"))
                .isEqualTo("((a.login is not null and lower(a.login) = ?1)"
                        + " and not (a.enabled is not null and a.enabled = ?2))");
        assertThat(jpql.parameters()).isEqualTo(List.of("bjensen", false));
    }

    @Test
    void escapesWhatLikeWouldRead() {
        assertThat(condition("externalId co \"50%_!\""))
                .isEqualTo("(a.directoryId is not null and a.directoryId like ?1 escape '!')");
        assertThat(jpql.parameters()).isEqualTo(List.of("%50!%!_!!%"));
    }

    @Test
    void findsTheEntryThatAPropertyHolds() {
        assertThat(condition("active eq true and emails[type eq \"work\" and value ne \"X\"]"))
                .isEqualTo("((a.enabled is not null and a.enabled = ?1) and (a.email is not null"
                        + " and not (a.email is not null and lower(a.email) = ?2)))");
        assertThat(jpql.parameters()).isEqualTo(List.of(true, "x"));
    }

    @Test
    void comparesTimesAsInstants() {
        assertThat(condition("meta.lastModified ge \"2026-01-01T00:00:00Z\" or userName pr"))
                .isEqualTo("((a.changed is not null and a.changed >= ?1) or (a.login is not null and a.login <> ''))");
        assertThat(jpql.parameters()).isEqualTo(List.of(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void refusesWhatNoPropertyHolds() {
        for (String filter :
                List.of("title pr", "emails.value eq \"x\"", "emails[type eq \"home\" and value eq \"x\"]")) {
            assertThatThrownBy(() -> condition(filter))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_FILTER));
        }
    }
}
