package dev.scimlet.examples.blink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.replay.ReplayReport;
import dev.scimlet.testkit.replay.StepOutcome;
import dev.scimlet.testkit.replay.TraceReplay;
import dev.scimlet.testkit.replay.Traces;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What directories see of Blink. */
class ProvisioningTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String BLINK = "urn:ietf:params:scim:schemas:extension:blink:2.0:User";

    private TestBlink blink;
    private String token;

    @BeforeEach
    void start() {
        blink = TestBlink.empty();
        token = blink.token("contoso");
    }

    @AfterEach
    void stop() {
        blink.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"entra-blink-legacy", "entra-blink-compliant", "google-lifecycle"})
    void servesRecordedConversations(String trace) {
        try (WireClient client = WireClient.to(blink.link())) {
            ReplayReport report = new TraceReplay(client, blink.link(), () -> token).replay(Traces.named(trace));

            assertThat(report.passed()).as(report.text()).isTrue();
        }
    }

    /** The conversation also keeps an eye on an attribute that Blink does not have; nothing else in it fails. */
    @Test
    void takesAManagerInEveryForm() {
        try (WireClient client = WireClient.to(blink.link())) {
            ReplayReport report =
                    new TraceReplay(client, blink.link(), () -> token).replay(Traces.named("entra-manager-shapes"));

            assertThat(report.outcomes()).noneMatch(StepOutcome.NotRun.class::isInstance);
            assertThat(report.failures())
                    .flatExtracting(StepOutcome.Failed::mismatches)
                    .as(report.text())
                    .isNotEmpty()
                    .allSatisfy(mismatch -> assertThat(mismatch.toString()).contains("/costCenter"));
        }
    }

    @Test
    void keepsEverythingThatTheTutorialMaps() {
        HttpResponse<String> created = blink.send("POST", "/Users", token, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                 "userName": "Nia@contoso.example", "active": true, "title": "Store director", "externalId": "nia",
                 "emails": [{"primary": true, "type": "work", "value": "nia@contoso.example"}],
                 "name": {"givenName": "Nia", "familyName": "Okafor"},
                 "phoneNumbers": [{"type": "work", "value": "+44 20 7946 0123"},
                                  {"type": "mobile", "value": "+44 7700 900123"}],
                 "%s": {"department": "Retail", "employeeNumber": "1001", "manager": {"value": "m-1"}},
                 "%s": {"company": "Contoso Retail", "description": "Runs the north", "location": "Leeds"}}
                """.formatted(ENTERPRISE, BLINK));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(blink.rows("select customer, login, employed, job_title, directory_id, work_mail, first_name,"
                        + " last_name, office_phone, cell_phone, department, staff_no, boss_no, company, about, site"
                        + " from employees"))
                .containsExactly("contoso|Nia@contoso.example|true|Store director|nia|nia@contoso.example|Nia|Okafor"
                        + "|+44 20 7946 0123|+44 7700 900123|Retail|1001|m-1|Contoso Retail|Runs the north|Leeds");
        String id = TestBlink.json(created).path("id").textValue();
        assertThat(blink.get("/Users/" + id, token).path(BLINK).path("location").textValue())
                .isEqualTo("Leeds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq \"NIA@contoso.example\"",
                "externalId eq \"x-nia\"",
                "externalId eq \"x-nia\" and active eq true",
                "externalId eq \"x-nia\" or userName eq \"nobody\"",
                "not (externalId eq \"x-tom\") and userName sw \"nia\"",
                "name.familyName eq \"okafor\"",
                "emails[type eq \"work\"].value eq \"nia@contoso.example\"",
                "urn:ietf:params:scim:schemas:extension:blink:2.0:User:location pr"
            })
    void findsByAnyFilter(String filter) {
        blink.create("tom@contoso.example", token);
        blink.change("update employees set directory_id = 'x-tom'");
        blink.create("nia@contoso.example", token);
        blink.change("update employees set directory_id = 'x-nia', last_name = 'Okafor', site = 'Leeds',"
                + " work_mail = 'nia@contoso.example' where login like 'nia%'");

        JsonNode found = blink.find(filter, token);

        assertThat(found.path("totalResults").intValue()).isEqualTo(1);
        assertThat(found.path("Resources").path(0).path("userName").textValue()).isEqualTo("nia@contoso.example");
    }

    @Test
    void readsOnlyThePageThatIsAskedFor() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add("user-" + i);
            blink.create("user-" + i, token);
        }

        List<String> read = new ArrayList<>();
        for (int start = 1; start <= 5; start += 2) {
            JsonNode page = blink.get("/Users?count=2&startIndex=" + start, token);
            assertThat(page.path("totalResults").intValue()).isEqualTo(5);
            page.path("Resources")
                    .forEach(user -> read.add(user.path("userName").textValue()));
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void keepsCustomersApart() {
        String other = blink.token("fabrikam");
        String id = TestBlink.json(blink.create("nia@contoso.example", token))
                .path("id")
                .textValue();
        String path = "/Users/" + id;
        String leaves = "{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],"
                + " \"Operations\": [{\"op\": \"replace\", \"path\": \"active\", \"value\": false}]}";

        assertThat(blink.get("/Users", other).path("totalResults").intValue()).isZero();
        assertThat(blink.find("userName eq \"nia@contoso.example\"", other)
                        .path("totalResults")
                        .intValue())
                .isZero();
        assertThat(blink.send("GET", path, other, "").statusCode()).isEqualTo(404);
        assertThat(blink.send("PATCH", path, other, leaves).statusCode()).isEqualTo(404);
        assertThat(blink.send("DELETE", path, other, "").statusCode()).isEqualTo(404);
        assertThat(blink.create("nia@contoso.example", other).statusCode()).isEqualTo(201);
        assertThat(blink.create("NIA@contoso.example", other).statusCode()).isEqualTo(409);
        assertThat(blink.rows("select customer, employed, revision from employees order by customer"))
                .containsExactly("contoso|true|1", "fabrikam|true|1");
    }

    @Test
    void takesNobodyWithoutAGoodToken() {
        assertThat(blink.send("GET", "/Users", "wrong", "").statusCode()).isEqualTo(401);
        assertThat(blink.send("GET", "/Users", "", "").statusCode()).isEqualTo(401);
    }

    @Test
    void hasNoGroups() {
        assertThat(blink.send("GET", "/Groups", token, "").statusCode()).isEqualTo(404);
        assertThat(blink.get("/ResourceTypes", token).path("Resources").findValuesAsText("id"))
                .containsExactly("User");
    }

    @Test
    void advertisesWhatItKeeps() {
        List<String> advertised = new ArrayList<>();
        for (JsonNode schema : blink.get("/Schemas", token).path("Resources")) {
            String id = schema.path("id").textValue();
            if (!id.endsWith(":User")) {
                continue;
            }
            String prefix = id.contains(":core:") ? "" : id.replaceAll(".*extension:(\\w+):.*", "$1:");
            for (JsonNode attribute : schema.path("attributes")) {
                String name = prefix + attribute.path("name").textValue();
                List<String> parts = attribute.path("subAttributes").findValuesAsText("name");
                parts.forEach(part -> advertised.add(name + "." + part));
                if (parts.isEmpty()) {
                    advertised.add(name);
                }
            }
        }

        assertThat(advertised)
                .containsExactlyInAnyOrder(
                        "userName",
                        "active",
                        "title",
                        "name.givenName",
                        "name.familyName",
                        "emails.value",
                        "emails.type",
                        "emails.primary",
                        "phoneNumbers.value",
                        "phoneNumbers.type",
                        "enterprise:department",
                        "enterprise:employeeNumber",
                        "enterprise:manager.value",
                        "enterprise:manager.$ref",
                        "blink:company",
                        "blink:description",
                        "blink:location");
    }

    @Test
    void refusesWhatDoesNotFit() {
        HttpResponse<String> answer = blink.create("x".repeat(300), token);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestBlink.json(answer).path("scimType").textValue()).isEqualTo("invalidValue");
    }
}
