package dev.scimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7644 §3.4.2.2: filters")
@Isolated("one test sets the locale of the JVM")
class FilterTest {

    private final Scim scim = Scim.service();

    private Scim people() {
        scim.user(
                "bjensen",
                "'title':'Tour Guide','active':true,'name':{'givenName':'Barbara','familyName':'Jensen'},"
                        + "'emails':[{'value':'b@work.example','type':'work'},{'value':'b@home.example','type':'home'}],"
                        + "'<E>':{'department':'Sales','manager':{'value':'7'}}");
        scim.user(
                "jsmith",
                "'active':false,'name':{'givenName':'John'}," + "'emails':[{'value':'j@work.example','type':'work'}]");
        scim.user("zoe", "'title':'Chief','externalId':'Z1'");
        return scim;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "userName eq 'bjensen'                        | bjensen",
                "userName ne 'bjensen'                        | jsmith zoe",
                "userName co 'SMI'                            | jsmith",
                "userName co 'zoe'                            | zoe",
                "userName sw 'z'                              | zoe",
                "userName sw 'zoe'                            | zoe",
                "userName sw 'oe'                             | ``",
                "userName ew 'oe'                             | zoe",
                "userName ew 'zoe'                            | zoe",
                "userName ew 'zo'                             | ``",
                "title pr                                     | bjensen zoe",
                "userName gt 'jsmith'                         | zoe",
                "userName ge 'jsmith'                         | jsmith zoe",
                "userName lt 'jsmith'                         | bjensen",
                "userName le 'jsmith'                         | bjensen jsmith",
                "userName sw 'b' and title pr                 | bjensen",
                "userName sw 'b' or userName sw 'z'           | bjensen zoe",
                "not (title pr)                               | jsmith",
                "not(title pr)                                | jsmith",
                "(userName sw 'b' or userName sw 'z') and title sw 'C' | zoe",
                "userName sw 'b' or userName sw 'z' and title sw 'x'   | bjensen",
                "title pr and not (userName eq 'zoe') or userName eq 'jsmith' | bjensen jsmith",
                "emails[type eq 'work' and value co 'home']   | ``",
                "emails[type eq 'home' and value co 'home']   | bjensen",
                "emails.type eq 'home'                        | bjensen",
                "emails.type ne 'work'                        | bjensen zoe",
                "not (emails.type eq 'work')                  | zoe",
                "emails co 'home'                             | bjensen",
                "emails.value co 'work'                       | bjensen jsmith",
                "name.givenName eq 'john'                     | jsmith",
                "active eq true                               | bjensen",
                "active eq 'True'                             | bjensen",
                "title eq null                                | jsmith",
                "title ne null                                | bjensen zoe",
                "title ne 'Chief'                             | bjensen jsmith",
                "userName Eq 'zoe' AND Title PR               | zoe",
                "USERNAME eq'zoe'                             | zoe",
                "<E>:department eq 'sales'                    | bjensen",
                "<E>:manager.value eq '7'                     | bjensen",
                "<E>:manager eq '7'                           | bjensen",
                "manager eq '7'                               | bjensen",
                "manager.value eq '7'                         | bjensen",
                "<U>:userName eq 'zoe'                        | zoe",
                "<U>:name.givenName eq 'john'                 | jsmith",
                "<U>:externalId eq 'Z1'                       | zoe",
                "schemas eq 'URN:ietf:params:scim:schemas:extension:enterprise:2.0:user' | bjensen",
                "schemas eq '<U>'                             | bjensen jsmith zoe",
                "emails[type eq 'work'].value eq 'j@work.example' | jsmith",
                "emails[type eq 'work'].value pr              | bjensen jsmith",
                "meta.resourceType eq 'User'                  | bjensen jsmith zoe",
                "meta.created gt '2001-01-01T00:00:00+05:00'  | bjensen jsmith zoe",
                "meta.lastModified lt '2001-01-01T00:00:00Z'  | ``",
                "userName eq 'z\\u006fe'                      | zoe",
                "  ( userName eq 'zoe' )                      | zoe",
            })
    @Proves({
        "P-3.4.2.2-02",
        "P-3.4.2.2-03",
        "P-3.4.2.2-05",
        "P-3.4.2.2-06",
        "P-3.4.2.2-07",
        "P-3.4.2.2-08",
        "P-3.4.2.2-09",
        "P-3.4.2.2-11",
        "P-3.4.2.2-12",
        "P-3.4.2.2-14",
        "P-3.4.2.2-15",
        "P-3.4.2.2-16",
        "P-3.4.2.2-18",
        "P-3.4.2.2-20",
        "P-3.4.2.2-21",
        "P-3.4.2.2-23",
        "P-3.4.2.2-24",
        "P-3.4.2.2-25",
        "P-3.4.2.2-26",
        "P-3.4.2.2-29",
        "P-3.4.2.2-31",
        "P-3.4.2.2-36",
        "P-3.10-01",
        "P-3.10-02",
        "P-3.10-03",
        "P-3.10-04",
        "S-3.1-12"
    })
    void finds(String filter, String userNames) {
        assertThat(String.join(" ", people().find(filter))).isEqualTo(userNames);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "userName",
                "userName eq",
                "userName regex 'x'",
                "userName eq x",
                "userName eq 'x",
                "eq 'x'",
                "userName eq 'x' and",
                "(userName eq 'x'",
                "userName eq 'x')",
                "emails[emails[type pr]]",
                "emails[type eq 'x'",
                "active gt true",
                "x509Certificates.value gt 'MQ=='",
                "userName eq 5",
                "active eq 1",
                "meta.created gt 'yesterday'",
                "active co true",
                "meta.created sw '2020'",
                "x509Certificates.value co 'MQ'",
                "userName gt null",
                "title co null",
                "title sw null",
                "name eq 'x'",
                "department eq 'x'",
                "unknown eq 'x'",
                "name.unknown eq 'x'",
                "userName eq True",
                "<E>:unknown eq 'x'",
                "urn:unknown:userName eq 'x'",
                "not userName eq 'x'",
                "userName eq 'a' userName eq 'b'",
                "userName eq 1.0.0",
                "emails[unknown eq 'x']",
                "userName[value eq 'x']"
            })
    @Proves({
        "P-3.4.2.2-04",
        "P-3.4.2.2-10",
        "P-3.4.2.2-13",
        "P-3.4.2.2-17",
        "P-3.4.2.2-19",
        "P-3.4.2.2-20",
        "P-3.4.2.2-21",
        "P-3.4.2.2-26",
        "P-3.10-03",
        "P-3.12-10",
        "P-3.4.2.1-05"
    })
    void refuses(String filter) {
        people().search(filter).refused(400, "invalidFilter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"manager eq '7'", "active eq 'true'", "emails[type eq 'work'].value eq 'x'", "department eq 'x'"
            })
    @Proves({"P-3.4.2.2-20", "P-3.4.2.2-36", "P-3.10-03"})
    void strictRefuses(String filter) {
        Scim.strict().search(filter).refused(400, "invalidFilter");
    }

    @Test
    @Proves("P-3.4.2.2-13")
    void saysWhichOperatorIsUnknown() {
        assertThat(scim.search("userName regex 'x'")
                        .refused(400, "invalidFilter")
                        .detail())
                .contains("regex");
    }

    @Test
    @Proves({"P-3.4.2.2-14", "P-3.4.2.2-17", "P-3.4.2.2-18", "P-3.4.2.2-19"})
    void numbersAndTimesCompareByValue() {
        Scim things = Things.service();
        things.post("/Things", Things.thing("'amount':10,'weight':1.50,'due':'2020-01-01T00:00:00Z'"));
        java.util.function.ToIntFunction<String> found = filter -> things.get("/Things?filter=" + Scim.encoded(filter))
                .expect(200)
                .at("/totalResults")
                .asInt();

        for (String filter : List.of(
                "amount eq 10",
                "amount eq 10.0",
                "amount gt 9",
                "amount le 10",
                "weight eq 1.5",
                "weight ge 1.50",
                "due eq '2020-01-01T01:00:00+01:00'",
                "due lt '2020-01-01T00:30:00Z'",
                "due ge '2019-12-31T20:00:00-04:00'")) {
            assertThat(found.applyAsInt(filter)).as(filter).isEqualTo(1);
        }
        for (String filter :
                List.of("amount gt 10", "amount lt 9.5", "weight lt 1.5", "due gt '2020-01-01T00:00:00Z'")) {
            assertThat(found.applyAsInt(filter)).as(filter).isZero();
        }
        for (String filter : List.of(
                "amount co 1",
                "weight sw 1",
                "due ew 'Z'",
                "key co 'x'",
                "key gt 'MQ=='",
                "lit le true",
                "amount eq 'ten'")) {
            things.get("/Things?filter=" + Scim.encoded(filter)).refused(400, "invalidFilter");
        }
    }

    @Test
    @Proves("P-3.4.2.2-22")
    void presentMeansNotEmpty() {
        Scim strict = Scim.strict();
        strict.user("empty", "'title':'','name':{'givenName':''},'emails':[]");
        strict.user("full", "'title':' ','name':{'givenName':'x'},'emails':[{'value':'x'}]");

        assertThat(strict.find("title pr")).containsExactly("full");
        assertThat(strict.find("name pr")).containsExactly("full");
        assertThat(strict.find("emails pr")).containsExactly("full");
    }

    @Test
    @Proves("P-3.4.2.2-28")
    void caseFoldingIsThatOfUnicode() {
        scim.user("a", "'title':'Straße'");
        scim.user("b", "'title':'ΟΔΟΣ'");
        scim.user("c", "'title':'Istanbul'");
        java.util.Locale before = java.util.Locale.getDefault();
        try {
            java.util.Locale.setDefault(java.util.Locale.forLanguageTag("tr"));
            assertThat(scim.find("title eq 'STRASSE'")).containsExactly("a");
            assertThat(scim.find("title eq 'οδος'")).containsExactly("b");
            assertThat(scim.find("title eq 'οδοσ'")).containsExactly("b");
            assertThat(scim.find("title eq 'ISTANBUL'")).containsExactly("c");
        } finally {
            java.util.Locale.setDefault(before);
        }
    }

    @Test
    @Proves("P-3.4.2.2-32")
    void longAndDeepFiltersAreRefused() {
        scim.search("(".repeat(65) + "userName pr" + ")".repeat(65)).refused(400, "invalidFilter");
        scim.search("(".repeat(60) + "userName pr" + ")".repeat(60)).expect(200);
        scim.search("userName eq '" + "x".repeat(32_768) + "'").refused(400, "invalidFilter");
        scim.search("userName pr" + " or userName pr".repeat(1_000)).refused(400, "invalidFilter");
        scim.search("userName pr" + " or userName pr".repeat(900)).expect(200);
        scim.search("not (".repeat(20_000 / 5)).refused(400, "invalidFilter");
    }

    @Test
    @Proves({"P-3.4.2.2-33", "P-7.7-01"})
    void operandsAreNothingButValues() {
        scim.user("a", "");
        for (String hostile : List.of(
                "x' or '1'='1",
                "'; drop table users;--",
                "\\\" or userName pr or \\\"",
                "%25",
                "_",
                "*",
                "${jndi:x}")) {
            String filter = "userName eq \"" + hostile.replace("\\\"", "\\\\\\\"") + "\"";
            Answer answer = scim.get(
                    "/Users?filter=" + java.net.URLEncoder.encode(filter, java.nio.charset.StandardCharsets.UTF_8));
            assertThat(answer.status()).isIn(200, 400);
            assertThat(answer.at("/totalResults").asInt(0)).isZero();
        }
    }

    @Test
    @Proves("P-3.4.2.2-34")
    void theParameterIsDecodedOnce() {
        scim.user("a+b", "");
        scim.user("a b", "");
        scim.user("ü%20", "");

        assertThat(Scim.names(scim.get("/Users?filter=userName+eq+%22a%2Bb%22").expect(200), "userName"))
                .containsExactly("a+b");
        assertThat(Scim.names(scim.get("/Users?filter=userName+eq+%22a+b%22"), "userName"))
                .containsExactly("a b");
        assertThat(Scim.names(scim.get("/Users?filter=userName%20eq%20%22%C3%BC%2520%22"), "userName"))
                .containsExactly("ü%20");
        Scim strict = Scim.strict();
        strict.get("/Users?filter=userName+eq+%22x%22").refused(400, "invalidFilter");
        strict.user("c", "'title':'a+b'");
        assertThat(Scim.names(strict.get("/Users?filter=title%20eq%20%22a+b%22"), "userName"))
                .containsExactly("c");
    }

    @Test
    @Proves("P-3.4.2.2-35")
    void oneFilterIsEnough() {
        scim.get("/Users?filter=userName%20pr&filter=userName%20pr").refused(400, "invalidFilter");
    }
}
