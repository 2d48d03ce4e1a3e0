package dev.scimlet.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.benchmarks.subject.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantsBenchmarkTest {

    private static Figures figures(String subject, long serverMicros, long databaseMicros) {
        var cost = new Snapshot.Cost(10_000 * serverMicros, 0, 10_000 * databaseMicros, 0, true);
        var asked = new Session.PerRequest(1, 1);
        return Figures.of(subject, List.of(new Session.Round(cost, new Driver.Exchanges(10))), asked);
    }

    @Test
    void comparesServerAndDatabaseTogether() {
        List<Figures> figures = List.of(figures("10 tenants", 100, 200), figures("1000 tenants", 110, 310));
        var result = new Comparison.Result("GET a user (1000)", "GET a user", 1.2, 10, figures);

        assertThat(TenantsBenchmark.table(List.of(result)).lines().skip(2))
                .containsExactly(
                        "| GET a user | 10 tenants | 100 | 200 | 1, 1 |  |  |",
                        "|  | 1000 tenants | 110 | 310 | 1, 1 | 1.40 | ≤ 1.3 missed |");
    }

    @Test
    void copiesRowsUnderAnotherTenantAndOtherIds() {
        assertThat(TenantCopies.copying("scim_user", List.of("id", "tenant", "user_name"), 9))
                .isEqualTo(
                        "INSERT INTO scim_user (id, tenant, user_name) SELECT substr(s.id, 1, 28) || lpad(to_hex(n), 8, '0'),"
                                + " 'tenant-' || n, s.user_name FROM scim_user s, generate_series(1, 9) n");
    }

    @Test
    void copiesMembersAsTheUsersThatTheyAre() {
        assertThat(TenantCopies.copying("scim_group_members", List.of("owner_id", "value_", "type"), 9))
                .contains("SELECT substr(s.owner_id, 1, 28) || lpad(to_hex(n), 8, '0'),")
                .contains("substr(s.value_, 1, 28) || lpad(to_hex(n), 8, '0'), s.type FROM");
        assertThat(TenantCopies.copying("scim_user_emails", List.of("owner_id", "value_"), 9))
                .contains(", s.value_ FROM");
    }
}
