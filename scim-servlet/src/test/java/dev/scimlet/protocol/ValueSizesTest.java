package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.TextLimits;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.InMemoryService.Answer;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 7644 §7.7: how long one text may be, wherever it comes in. */
class ValueSizesTest {

    private static final String EXTRA = "urn:example:params:scim:schemas:2.0:Extra";

    private static final ResourceType TYPE = StandardTypes.userBuilder()
            .extension(dev.scimlet.core.standard.StandardSchemas.ENTERPRISE_USER)
            .extension(Schema.of(
                    EXTRA,
                    AttributeDefinition.builder("code", AttributeType.STRING)
                            .maxLength(5)
                            .build(),
                    AttributeDefinition.builder("tags", AttributeType.STRING)
                            .multiValued(true)
                            .build(),
                    AttributeDefinition.builder("notes", AttributeType.STRING)
                            .maxLength(10_000)
                            .build(),
                    AttributeDefinition.builder("scan", AttributeType.BINARY).build()))
            .build();

    private final InMemoryService service =
            InMemoryService.over(InMemoryRepository.builder(TYPE).build(), builder -> builder);

    /** Path as a fault names it, most characters, and the member of a user that holds the text. */
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("externalId", TextLimits.KEY, "'externalId':'%s'"),
                Arguments.of("displayName", TextLimits.KEY, "'displayName':'%s'"),
                Arguments.of("emails.value", TextLimits.KEY, "'emails':[{'value':'%s'}]"),
                Arguments.of("roles.value", TextLimits.KEY, "'roles':[{'value':'%s'}]"),
                Arguments.of(
                        InMemoryService.ENTERPRISE + ":manager.value",
                        TextLimits.KEY,
                        "'" + InMemoryService.ENTERPRISE + "':{'manager':{'value':'%s'}}"),
                Arguments.of(EXTRA + ":tags", TextLimits.KEY, "'" + EXTRA + "':{'tags':['%s']}"),
                Arguments.of("title", TextLimits.TEXT, "'title':'%s'"),
                Arguments.of("name.familyName", TextLimits.TEXT, "'name':{'familyName':'%s'}"),
                Arguments.of("addresses.formatted", TextLimits.TEXT, "'addresses':[{'formatted':'%s'}]"),
                Arguments.of("emails.display", TextLimits.TEXT, "'emails':[{'value':'a@x','display':'%s'}]"),
                Arguments.of("profileUrl", TextLimits.TEXT, "'profileUrl':'%s'"),
                Arguments.of("password", TextLimits.TEXT, "'password':'%s'"),
                Arguments.of(
                        InMemoryService.ENTERPRISE + ":department",
                        TextLimits.TEXT,
                        "'" + InMemoryService.ENTERPRISE + "':{'department':'%s'}"),
                Arguments.of("photos.value", TextLimits.BINARY, "'photos':[{'value':'%s'}]"),
                Arguments.of("x509Certificates.value", TextLimits.BINARY, "'x509Certificates':[{'value':'%s'}]"),
                Arguments.of(EXTRA + ":scan", TextLimits.BINARY, "'" + EXTRA + "':{'scan':'%s'}"),
                Arguments.of(EXTRA + ":code", 5, "'" + EXTRA + "':{'code':'%s'}"),
                Arguments.of(EXTRA + ":notes", 10_000, "'" + EXTRA + "':{'notes':'%s'}"));
    }

    /** Base64, a relative reference and any other text alike. */
    private static String text(int length) {
        return "A".repeat(length);
    }

    private static void assertTooLong(Answer answer, String path, int most) {
        answer.is(400, "invalidValue");
        assertThat(answer.json().path("detail").asText())
                .isEqualTo("'" + path + "' is longer than " + most + " characters");
    }

    @ParameterizedTest
    @MethodSource("texts")
    @DisplayName("RFC 7644 §7.7: a text that is too long is refused by name, in POST, PUT, PATCH and Bulk alike")
    void boundsTexts(String path, int most, String member) {
        String fits = member.formatted(text(most));
        String tooLong = member.formatted(text(most + 4));
        assertTooLong(service.post("/Users", InMemoryService.user("a", tooLong)), path, most);
        String id = service.createUser("a", fits);
        assertTooLong(service.put("/Users/" + id, InMemoryService.user("a", tooLong)), path, most);
        service.put("/Users/" + id, InMemoryService.user("a", fits)).is(200);
        assertTooLong(service.patch("/Users/" + id, "{'op':'add','value':{" + tooLong + "}}"), path, most);
        Answer bulk = service.bulk(
                "{'method':'PUT','path':'/Users/" + id + "','data':" + InMemoryService.user("a", tooLong) + "}");
        assertThat(bulk.json().at("/Operations/0/response/detail").asText())
                .isEqualTo("'" + path + "' is longer than " + most + " characters");
    }

    @Test
    void boundsUniqueTexts() {
        assertTooLong(service.post("/Users", InMemoryService.user(text(257), "")), "userName", TextLimits.KEY);
        service.createUser(text(256));
        assertTooLong(
                service.post("/Groups", InMemoryService.group(text(257), List.of())), "displayName", TextLimits.KEY);
        assertTooLong(
                service.post("/Groups", InMemoryService.group("a", List.of(text(257)))),
                "members.value",
                TextLimits.KEY);
        service.createGroup(text(256), List.of());
    }

    @Test
    void boundsValuesOfPaths() {
        String id = service.createUser("a", "'emails':[{'value':'a@x','type':'work'}]");
        for (String path : List.of("emails[type eq \\\"work\\\"].value", "emails[type eq \\\"home\\\"].value")) {
            String operation = "{'op':'replace','path':'%s','value':'%s'}";
            assertThat(service.patch("/Users/" + id, operation.formatted(path, text(257)))
                            .is(400, "invalidValue")
                            .text())
                    .contains("is longer than 256 characters");
            service.patch("/Users/" + id, operation.formatted(path, text(256))).is(200);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    @DisplayName("RFC 7644 §7.7: what a filter compares with is no longer than what it is compared to")
    void boundsOperands(String path, int most, String member) {
        boolean comparable = most <= TextLimits.TEXT && !path.equals("password");
        for (String operator : comparable ? List.of("eq", "sw", "gt") : List.<String>of()) {
            service.search("/Users", "'filter':'" + path + " " + operator + " \\\"" + text(most) + "\\\"'")
                    .is(200);
            Answer refused =
                    service.search("/Users", "'filter':'" + path + " " + operator + " \\\"" + text(most + 1) + "\\\"'");
            assertThat(refused.is(400, "invalidFilter").json().path("detail").asText())
                    .isEqualTo("the text that '" + path + "' is compared with is longer than " + most + " characters");
        }
    }

    @Test
    @DisplayName("RFC 7644 §7.7: what is looked for inside of texts is short")
    void boundsParts() {
        for (String path : List.of("title", "userName", "emails", "profileUrl")) {
            service.search("/Users", "'filter':'" + path + " co \\\"" + text(TextLimits.PART) + "\\\"'")
                    .is(200);
            service.search("/Users", "'filter':'" + path + " co \\\"" + text(TextLimits.PART + 1) + "\\\"'")
                    .is(400, "invalidFilter");
        }
        Answer refused = service.search("/Users", "'filter':'title co \\\"" + text(TextLimits.PART + 1) + "\\\"'");
        assertThat(refused.json().path("detail").asText())
                .isEqualTo("the text that 'title' is compared with by co is longer than 256 characters");
    }

    @ParameterizedTest
    @MethodSource("texts")
    @DisplayName("UAX #15 §13: more combining marks in a row than stream-safe text has are refused by name")
    void boundsRunsOfMarks(String path, int most, String member) {
        boolean marksAreNone = path.contains("scan") || path.contains("x509") || path.contains("code");
        if (marksAreNone) {
            return;
        }
        String fits = "a" + "\u0301\u0316".repeat(15);
        Answer refused = service.post("/Users", InMemoryService.user("a", member.formatted(fits + "\u0301")))
                .is(400, "invalidValue");
        assertThat(refused.json().path("detail").asText())
                .startsWith("'" + path + "' has more than 30 combining marks in a row");
        String id = service.createUser("a", member.formatted(fits));
        service.patch("/Users/" + id, "{'op':'add','value':{" + member.formatted(fits + "\u0301") + "}}")
                .is(400, "invalidValue");
        if (!path.equals("password")) {
            service.search("/Users", "'filter':'" + path + " eq \\\"" + fits + "\u0301\\\"'")
                    .is(400, "invalidFilter");
            service.search("/Users", "'filter':'" + path + " eq \\\"" + fits + "\\\"'")
                    .is(200);
        }
        service.patch("/Users/" + id, "{'op':'remove','path':'emails[value eq \\\"" + fits + "\u0301\\\"]'}")
                .is(400, "invalidFilter");
    }

    @Test
    void takesPicturesAsDataUris() {
        String picture = "data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[20_000]);
        service.createUser("a", "'photos':[{'value':'" + picture + "','type':'photo'}]");
    }
}
