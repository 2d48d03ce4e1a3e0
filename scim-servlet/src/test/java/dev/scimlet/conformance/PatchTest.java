package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7644 §3.5.2: PATCH")
class PatchTest {

    private static final String NAME = "'name':{'givenName':'g','familyName':'f'}";
    private static final String MAILS =
            "'emails':[{'value':'w@x','type':'work','primary':true},{'value':'h@x','type':'home'}]";

    private final Scim scim = Scim.service();
    private final Scim strict = Scim.strict();

    private Answer patched(String members, String... operations) {
        return patched(scim, members, operations);
    }

    private static Answer patched(Scim service, String members, String... operations) {
        Answer user = service.post("/Users", user("'userName':'a'" + (members.isEmpty() ? "" : "," + members)))
                .expect(201);
        Answer answer = service.patch("/Users/" + user.id(), patchOp(operations));
        if (answer.status() >= 400) {
            assertThat(service.get("/Users/" + user.id()).body()).isEqualTo(user.body());
        }
        service.delete("/Users/" + user.id()).expect(204);
        return answer;
    }

    private static String op(String op, String path, String value) {
        return "{'op':'" + op + "','path':'" + path.replace("\"", "\\\"") + "','value':" + value + "}";
    }

    private static String remove(String path) {
        return "{'op':'remove','path':'" + path.replace("\"", "\\\"") + "'}";
    }

    // ---- the message

    @Test
    void aKnownMemberTakesOverWhatItLacked() {
        Answer group = scim.group("A", "77", "78");
        String path = "/Groups/" + group.id();
        String ann = patchOp("{'op':'add','path':'members','value':[{'value':'77','display':'Ann'},{'value':'79'}]}");

        Answer patched = scim.patch(path, ann, "If-Match", group.etag())
                .expect(200)
                .sized("/members", 3)
                .has("/members/0/display", "Ann");
        Answer again = scim.patch(path, ann).expect(200);
        assertThat(again.etag()).isEqualTo(patched.etag());
        assertThat(scim.patch(path, patchOp("{'op':'add','path':'members','value':[{'value':'78','$ref':null}]}"))
                        .etag())
                .isEqualTo(patched.etag());
    }

    @Test
    @Proves({"P-3.5.2-02", "P-3.5.2-03", "P-3.5.2-04"})
    void theMessageHasItsForm() {
        String path = "/Users/" + scim.userId("a");
        String op = op("add", "title", "'x'");

        scim.patch(path, "{'Operations':[" + op + "]}").refused(400, "invalidSyntax");
        scim.patch(path, "{'schemas':['<U>'],'Operations':[" + op + "]}").refused(400, "invalidSyntax");
        scim.patch(path, "{'schemas':['<M>PatchOp']}").refused(400, "invalidSyntax");
        scim.patch(path, patchOp()).refused(400, "invalidSyntax");
        scim.patch(path, "{'schemas':['<M>PatchOp'],'Operations':" + op + "}").refused(400, "invalidSyntax");
        scim.patch(path, patchOp("5")).refused(400, "invalidSyntax");
        scim.patch(path, patchOp(op("move", "title", "'x'"))).refused(400, "invalidSyntax");
        scim.patch(path, patchOp("{'path':'title','value':'x'}")).refused(400, "invalidSyntax");
        scim.patch(path, patchOp(op("Add", "title", "'x'"))).expect(200).has("/title", "x");
        strict.patch("/Users/" + strict.userId("a"), patchOp(op("Add", "title", "'x'")))
                .refused(400, "invalidSyntax");
    }

    @Test
    @Proves({"P-3.5.2-22", "P-3.5.2-23"})
    void memberNamesComeInAnyCaseAndOthersAreIgnored() {
        String path = "/Users/" + strict.userId("a");

        strict.patch(
                        path,
                        "{'SCHEMAS':['<M>PatchOp'],'operations':[{'OP':'add','Path':'title','VALUE':'x','name':'n','id':'1'}],'externalId':'y'}")
                .expect(200)
                .has("/title", "x")
                .lacks("/externalId");
    }

    @Test
    @Proves({"P-3.5.2-10", "P-3.5.2-19", "S-4.1.2-03"})
    void aValueMayRepeatWhatWasRead() {
        Scim scim = Scim.service();
        String id = scim.userId("a");
        String group = scim.group("g", id).id();
        scim.group("h", id);
        for (String path : List.of("/Users/" + id, "/Groups/" + group)) {
            Answer read = scim.get(path);
            for (String operation : List.of("add", "replace")) {
                String message = Scim.json(patchOp("{'op':'" + operation + "','value':@}"))
                        .replace("@", read.text());
                scim.handle(Scim.request("PATCH", path).body(message).build()).expect(200);
            }
            assertThat(scim.get(path).text()).isEqualTo(read.text());
        }
        for (String groups : List.of("[]", "[{'value':'" + group + "'}]", "[{'value':'1'},{'value':'2'}]")) {
            scim.patch("/Users/" + id, patchOp("{'op':'replace','value':{'title':'x','groups':" + groups + "}}"))
                    .refused(400, "mutability");
        }
        scim.get("/Users/" + id).lacks("/title");
    }

    @Test
    @Proves("P-3.5.2-19")
    void aValueThatSaysNothingChangesNothing() {
        Scim scim = Scim.service();
        String user = "/Users/" + scim.userId("a");
        String group = "/Groups/" + scim.group("g").id();
        for (String path : List.of(user, group)) {
            String tag = scim.get(path).etag();
            for (String value : List.of("{}", "{'meta':{}}", "{'Schemas':'x'}", "{'schemas':[]}")) {
                scim.patch(path, patchOp("{'op':'replace','value':" + value + "}"))
                        .expect(200);
                scim.patch(path, patchOp("{'op':'add','value':" + value + "}")).expect(200);
            }
            assertThat(scim.get(path).etag()).isEqualTo(tag);
        }
    }

    @Test
    @Proves({"P-3.5.2.2-04", "S-2.3.7-02", "S-2.4-09"})
    void selectsMembersByTheirReference() {
        Scim groups = Scim.service();
        String first = groups.userId("a");
        String second = groups.userId("b");
        String third = groups.userId("c");
        String path = "/Groups/" + groups.group("g", first, second, third).id();

        groups.patch(
                        path,
                        patchOp("{'op':'remove','path':'members[$ref eq \\'" + Scim.BASE + "/Users/" + first
                                + "\\']'}"))
                .expect(200)
                .sized("/members", 2);
        groups.patch(path, patchOp("{'op':'remove','path':'members[$REF eq \\'Users/" + second + "\\']'}"))
                .expect(200)
                .sized("/members", 1)
                .has("/members/0/value", third);
        groups.patch(
                        path,
                        patchOp("{'op':'remove','path':'members[$ref eq \\'https://elsewhere.example/Users/" + third
                                + "\\']'}"))
                .expect(200)
                .sized("/members", 1);
        groups.patch(path, patchOp("{'op':'remove','path':'members[$ref sw \\'https\\']'}"))
                .refused(400, "invalidFilter");
        groups.patch(path, patchOp("{'op':'remove','path':'members[$ref pr]'}"))
                .expect(200)
                .lacks("/members");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/emails/0",
                "emails[0]",
                "emails[type eq",
                "unknown",
                "name.unknown",
                "name.givenName.x",
                "userName[value eq \"a\"].x",
                "urn:unknown:x",
                "emails[type eq \"work\"]x",
                "emails..value",
                " title",
                "department",
                ""
            })
    @Proves({"P-3.5.2-05", "P-3.5.2-06", "P-3.12-15"})
    void refusesOtherPaths(String path) {
        Answer answer = patched(MAILS, op("add", path, "'x'"));
        answer.expect(400);
        assertThat(answer.at("/scimType").asText()).isIn("invalidPath", "invalidFilter");
        if (!path.contains("[")) {
            answer.refused(400, "invalidPath");
        }
    }

    @Test
    @Proves("P-3.5.2-06")
    void aMistakeInBracketsIsOneOfTheFilter() {
        patched(MAILS, op("replace", "emails[type regex \"work\"].value", "'x'"))
                .refused(400, "invalidFilter");
        patched(MAILS, op("replace", "emails[unknown eq \"work\"].value", "'x'"))
                .refused(400, "invalidFilter");
    }

    @Test
    @Proves({"P-3.5.2-07", "P-3.5.2.1-02", "P-3.5.2.2-01", "P-3.5.2.3-01", "P-3.12-16"})
    void thePathIsOptionalForAddAndReplace() {
        patched("", "{'op':'add','value':{'title':'t','nickName':'n'}}")
                .expect(200)
                .has("/title", "t")
                .has("/nickName", "n");
        patched("'title':'x'", "{'op':'replace','value':{'title':'t','nickName':'n'}}")
                .expect(200)
                .has("/title", "t")
                .has("/nickName", "n");
        patched("'title':'x'", "{'op':'remove'}").refused(400, "noTarget");
        patched("'title':'x'", "{'op':'remove','value':{'title':'x'}}").refused(400, "noTarget");
    }

    @Test
    @Proves({"P-3.5.2-08", "P-3.5.2-09"})
    void operationsApplyInOrderAllOrNone() {
        patched(
                        "",
                        op("add", "title", "'1'"),
                        op("replace", "title", "'2'"),
                        remove("title"),
                        op("add", "title", "'3'"))
                .has("/title", "3");
        Answer before = scim.user("b", "'title':'x'");
        scim.patch("/Users/" + before.id(), patchOp(op("replace", "title", "'y'"), op("replace", "userName", "null")))
                .refused(400, "mutability");
        Answer after = scim.get("/Users/" + before.id());
        assertThat(after.body()).isEqualTo(before.body());
        assertThat(after.etag()).isEqualTo(before.etag());
    }

    @Test
    @Proves({"P-3.5.2-10", "P-3.12-13"})
    void mutabilityAndSchemaHold() {
        patched("", op("replace", "id", "'x'")).refused(400, "mutability");
        patched("", op("replace", "meta.created", "'2020-01-01T00:00:00Z'")).refused(400, "mutability");
        patched("", op("replace", "active", "'maybe'")).refused(400, "invalidValue");
        patched("", op("add", "name", "5")).refused(400, "invalidValue");
    }

    @Test
    @Proves({"P-3.5.2-13", "P-3.5.2-14"})
    void primaryMoves() {
        patched(MAILS, op("add", "emails", "[{'value':'n@x','primary':true}]"))
                .expect(200)
                .sized("/emails", 3)
                .has("/emails/2/primary", true);
        for (String operation : List.of(
                op("add", "emails", "[{'value':'n@x','primary':true}]"),
                op("replace", "emails[type eq \"home\"].primary", "true"),
                op("replace", "emails[type eq \"home\"]", "{'primary':true}"),
                op("add", "emails[type eq \"home\"].primary", "true"),
                "{'op':'add','value':{'emails':[{'value':'h@x','type':'home','primary':true}]}}")) {
            Answer answer = patched(MAILS, operation).expect(200);
            int primaries = 0;
            for (var mail : answer.at("/emails")) {
                boolean primary = mail.path("primary").asBoolean(false);
                primaries += primary ? 1 : 0;
                assertThat(primary && mail.get("value").asText().equals("w@x")).isFalse();
            }
            assertThat(primaries).as(operation).isEqualTo(1);
        }
        patched(MAILS, op("replace", "emails[type pr].primary", "true")).refused(400, "invalidValue");
        patched("", op("add", "emails", "[{'value':'1','primary':true},{'value':'2','primary':true}]"))
                .refused(400, "invalidValue");
        patched(MAILS, op("replace", "emails[type eq \"home\"].primary", "false"))
                .has("/emails/0/primary", true);
    }

    @Test
    @Proves({"P-3.5.2-15", "P-3.5.2-16"})
    void schemasFollowTheData() {
        patched("", op("add", "<E>:employeeNumber", "'7'")).sized("/schemas", 2).has("/<E>/employeeNumber", "7");
        patched("", op("replace", "<E>:employeeNumber", "'7'")).sized("/schemas", 2);
        patched("", op("add", "schemas", "['<E>']"), op("add", "<E>:employeeNumber", "'7'"))
                .expect(200)
                .sized("/schemas", 2);
        patched(
                        "'<E>':{'department':'d'}",
                        op("remove", "schemas[value eq \"<E>\"]", "null"),
                        op("add", "<E>:division", "'v'"))
                .expect(200)
                .has("/<E>", "{'division':'v'}");
        patched("", remove("schemas[value eq \"<U>\"]")).refused(400, "mutability");
    }

    @Test
    @Proves({"P-3.5.2-17", "P-3.5.2-18"})
    void answersWithTheResourceOrWithoutBody() {
        Scim quiet = Scim.service(
                builder -> builder.profile(ClientProfile.INTEROPERABLE.with(Tolerance.GROUP_PATCH_NO_CONTENT)));
        Scim silent = Scim.service(builder -> builder.profile(ClientProfile.STRICT.with(Tolerance.PATCH_NO_CONTENT)));
        String change = patchOp(op("replace", "displayName", "'B'"));

        for (Scim service : List.of(quiet, silent, scim, strict)) {
            String group = "/Groups/" + service.group("A", "1").id();
            String person = "/Users/" + service.userId("a");
            Answer ofGroup = service.patch(group, change).expect(service == quiet || service == silent ? 204 : 200);
            Answer ofUser = service.patch(person, change).expect(service == silent ? 204 : 200);
            for (Answer answer : List.of(ofGroup, ofUser)) {
                assertThat(answer.etag()).isNotEmpty();
                assertThat(answer.header("Location")).startsWith(Scim.BASE);
                assertThat(answer.text().isEmpty()).isEqualTo(answer.status() == 204);
            }
            assertThat(ofGroup.header("ETag")).isEqualTo(service.get(group).etag());
            service.patch(group + "?attributes=displayName", change)
                    .expect(200)
                    .has("/displayName", "B")
                    .lacks("/members");
            service.patch(person + "?excludedAttributes=userName", change)
                    .expect(200)
                    .lacks("/userName");
        }
    }

    @Test
    @Proves({"P-3.5.2-19", "P-3.5.2.1-07", "P-3.5.2.2-07"})
    void nothingChangedKeepsVersionAndTime() {
        Answer before = scim.user("b", MAILS + ",'title':'t'");
        String path = "/Users/" + before.id();
        for (String operation : List.of(
                op("add", "title", "'t'"),
                op("add", "emails", "[{'value':'w@x','type':'work'}]"),
                remove("nickName"),
                remove("emails[value eq \"nobody\"]"),
                op("replace", "emails[type eq \"work\"].value", "'w@x'"))) {
            Answer after = scim.patch(path, patchOp(operation)).expect(200);
            assertThat(after.at("/meta")).as(operation).isEqualTo(before.at("/meta"));
        }
        Answer group = scim.group("A", "1");
        Answer same = scim.patch(
                "/Groups/" + group.id(),
                patchOp(op("add", "members", "[{'value':'1'}]"), remove("members[value eq \"2\"]")));
        assertThat(same.expect(200).at("/meta")).isEqualTo(group.at("/meta"));
    }

    @Test
    @Proves({"P-3.5.2-20", "P-3.5.2-21"})
    void unknownIdsAndTakenValuesAreRefused() {
        scim.userId("taken");

        scim.patch("/Users/unknown", patchOp(op("add", "title", "'x'"))).refused(404);
        patched("", op("replace", "userName", "'TAKEN'")).refused(409, "uniqueness");
    }

    @Test
    @Proves("P-3.5.2-24")
    void anIdInAValueIsIgnoredUnlessStrict() {
        String operation = "{'op':'replace','value':{'id':'other','displayName':'x'}}";

        Answer answer = patched("", operation).expect(200).has("/displayName", "x");
        assertThat(answer.id()).isNotEqualTo("other");
        patched(strict, "", operation).refused(400, "mutability");
    }

    @Test
    @Proves("P-3.5.2-25")
    void managerNeedsNoUrnUnlessStrict() {
        patched("", op("add", "manager", "'7'")).expect(200).has("/<E>/manager/value", "7");
        patched("", op("add", "manager.value", "'7'")).expect(200).has("/<E>/manager/value", "7");
        patched("", "{'op':'add','value':{'manager':{'value':'7'}}}")
                .expect(200)
                .has("/<E>/manager/value", "7");
        patched(strict, "", op("add", "manager", "{'value':'7'}")).refused(400, "invalidPath");
    }

    // ---- add

    @Test
    @Proves({"P-3.5.2.1-01", "P-3.5.2.3-10"})
    void addAndReplaceNeedAValue() {
        patched("", "{'op':'add','path':'title'}").refused(400, "invalidValue");
        patched("", "{'op':'replace','path':'title'}").refused(400, "invalidValue");
        patched("", "{'op':'add'}").refused(400, "invalidValue");
    }

    @Test
    @Proves({"P-3.5.2.1-03", "P-3.5.2.1-04", "P-3.5.2.1-05", "P-3.5.2.1-06"})
    void addSetsMergesAndAppends() {
        patched("", op("add", "nickName", "'n'")).has("/nickName", "n");
        patched("'nickName':'o'", op("add", "nickName", "'n'")).has("/nickName", "n");
        patched(NAME, op("add", "name", "{'givenName':'h'}")).has("/name", "{'familyName':'f','givenName':'h'}");
        patched(MAILS, op("add", "emails", "[{'value':'n@x'}]"))
                .sized("/emails", 3)
                .has("/emails/2/value", "n@x");
    }

    @Test
    @Proves({"P-3.5.2.1-08", "P-3.5.2.1-09"})
    void addThroughAFilter() {
        String two = "'emails':[{'value':'1','type':'work'},{'value':'2','type':'work'}]";

        patched(two, op("add", "emails[type eq \"work\"].display", "'d'"))
                .has("/emails/0/display", "d")
                .has("/emails/1/display", "d");
        patched("", op("add", "emails[type eq \"work\"].value", "'w@x'"))
                .expect(200)
                .has("/emails", "[{'value':'w@x','type':'work'}]");
        patched("", op("add", "emails[type ne \"work\"].value", "'w@x'")).refused(400, "noTarget");
        patched(strict, "", op("add", "emails[type eq \"work\"].value", "'w@x'"))
                .refused(400, "noTarget");
    }

    @Test
    @Proves("P-3.5.2.1-10")
    void keysMayBePathsUnlessStrict() {
        String operation =
                "{'op':'add','value':{'name.givenName':'h','emails[type eq \\\"work\\\"].value':'w@x','<E>:department':'d'}}";

        patched(NAME, operation)
                .expect(200)
                .has("/name/givenName", "h")
                .has("/name/familyName", "f")
                .has("/emails/0/value", "w@x")
                .has("/<E>/department", "d");
        patched(strict, NAME, "{'op':'add','value':{'name.givenName':'h'}}").refused(400, "invalidPath");
    }

    // ---- remove

    @Test
    @Proves({"P-3.5.2.2-02", "P-3.5.2.2-03", "P-3.5.2.2-04", "P-3.5.2.2-05"})
    void removeUnassigns() {
        patched("'nickName':'n'", remove("nickName")).expect(200).lacks("/nickName");
        patched(MAILS, remove("emails")).lacks("/emails");
        patched(MAILS, remove("emails[type eq \"home\"]")).sized("/emails", 1).has("/emails/0/value", "w@x");
        patched(MAILS, remove("emails[type pr]")).lacks("/emails");
        patched(
                        "'addresses':[{'type':'work','locality':'l','region':'r'},{'type':'home','locality':'m'}]",
                        remove("addresses[type eq \"work\"].region"))
                .has("/addresses", "[{'locality':'l','type':'work'},{'locality':'m','type':'home'}]");
        String group = "/Groups/" + scim.group("A", "1", "2").id();
        scim.patch(group, patchOp(remove("members[value eq \"1\"]"))).sized("/members", 1);
        scim.patch(group, patchOp(remove("members"))).lacks("/members");
    }

    @Test
    @Proves({"P-3.5.2.2-06", "P-3.5.2.2-07"})
    void removeKeepsWhatIsRequiredAndForgivesWhatIsMissing() {
        patched("", remove("userName")).refused(400, "mutability");
        patched("", remove("id")).refused(400, "mutability");
        patched("", remove("groups")).refused(400, "mutability");
        patched("", remove("nickName")).expect(200);
        String group = "/Groups/" + scim.group("A", "1").id();
        scim.patch(group, patchOp(remove("members[value eq \"9\"]")))
                .expect(200)
                .sized("/members", 1);
        scim.patch(group, patchOp(remove("displayName"))).refused(400, "mutability");
    }

    @Test
    @Proves("P-3.5.2.2-08")
    void aValueNarrowsARemovalAndNeverWidensIt() {
        String group = "/Groups/" + scim.group("A", "1", "2", "3").id();
        String strictGroup = "/Groups/" + strict.group("A", "1", "2").id();

        scim.patch(group, patchOp(op("remove", "members", "[{'value':'1'}]")))
                .expect(200)
                .sized("/members", 2);
        scim.patch(group, patchOp(op("remove", "members", "[]"))).expect(200).sized("/members", 2);
        scim.patch(group, patchOp(op("remove", "members", "[{'value':'9'}]")))
                .expect(200)
                .sized("/members", 2);
        strict.patch(strictGroup, patchOp(op("remove", "members", "[{'value':'1'}]")))
                .refused(400, "invalidValue");
        strict.get(strictGroup).sized("/members", 2);
    }

    // ---- replace

    @Test
    @Proves({"P-3.5.2.3-02", "P-3.5.2.3-03", "P-3.5.2.3-04", "P-3.5.2.3-05"})
    void replaceReplaces() {
        patched("'nickName':'o'", op("replace", "nickName", "'n'")).has("/nickName", "n");
        patched(MAILS, op("replace", "emails", "[{'value':'n@x'}]"))
                .sized("/emails", 1)
                .has("/emails/0/value", "n@x");
        patched("", op("replace", "nickName", "'n'")).has("/nickName", "n");
        patched(NAME, op("replace", "name", "{'givenName':'h'}")).has("/name", "{'familyName':'f','givenName':'h'}");
        Scim whole = Scim.service(
                builder -> builder.profile(ClientProfile.INTEROPERABLE.with(Tolerance.REPLACE_COMPLEX_AS_WHOLE)));
        patched(whole, NAME, op("replace", "name", "{'givenName':'h'}")).has("/name", "{'givenName':'h'}");
    }

    @Test
    @Proves({"P-3.5.2.3-06", "P-3.5.2.3-07"})
    void replaceThroughAFilter() {
        String addresses =
                "'addresses':[{'type':'work','locality':'a','region':'r'},{'type':'work','locality':'b'},{'type':'home','locality':'c'}]";

        patched(addresses, op("replace", "addresses[type eq \"work\"]", "{'locality':'x'}"))
                .expect(200)
                .has("/addresses/0/locality", "x")
                .has("/addresses/0/region", "r")
                .has("/addresses/2/locality", "c");
        patched(addresses, op("replace", "addresses[type eq \"work\"].streetAddress", "'s'"))
                .has("/addresses/0/streetAddress", "s")
                .has("/addresses/1/streetAddress", "s")
                .lacks("/addresses/2/streetAddress");
    }

    @Test
    @Proves("P-3.5.2.3-08")
    void replaceWithoutMatch() {
        String operation = op("replace", "emails[type eq \"work\"].value", "'w@x'");

        patched("", operation).expect(200).has("/emails", "[{'value':'w@x','type':'work'}]");
        patched(strict, "", operation).refused(400, "noTarget");
        patched("", op("replace", "emails[value eq \"a@x\"].type", "'work'")).refused(400, "noTarget");
        patched("", op("replace", "emails[type sw \"work\"].value", "'w@x'")).refused(400, "noTarget");
        String group = "/Groups/" + scim.group("A", "1").id();
        scim.patch(group, patchOp(op("replace", "members[type eq \"User\"]", "{'value':'2'}")))
                .refused(400, "noTarget");
        scim.get(group).sized("/members", 1);
    }

    @Test
    @Proves("P-3.5.2.3-09")
    void replaceWithNothingUnassigns() {
        patched("'title':'t'", op("replace", "title", "null")).expect(200).lacks("/title");
        patched(MAILS, op("replace", "emails", "[]")).expect(200).lacks("/emails");
        patched("", op("replace", "userName", "null")).refused(400, "mutability");
    }

    @Test
    @Proves({"P-3.5.2-12", "P-3.5.2-11"})
    void memberDetailsAreImmutable() {
        String group = "/Groups/" + scim.group("A", "1").id();

        scim.patch(group, patchOp(op("replace", "members[value eq \"1\"].value", "'1'")))
                .expect(200);
        scim.patch(group, patchOp(op("replace", "members[value eq \"1\"].value", "'2'")))
                .refused(400, "mutability");
        scim.patch(group, patchOp(op("add", "members[value eq \"1\"].display", "'One'")))
                .expect(200)
                .has("/members/0/display", "One");
    }
}
