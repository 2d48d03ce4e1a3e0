package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7643 §4: users, groups and the enterprise extension")
class UserAndGroupTest {

    private final Scim scim = Scim.service();

    @Test
    @Proves({"S-4.1.1-01", "P-3.3-07", "P-3.12-12"})
    void userNameIsRequiredAndUnique() {
        scim.user("bjensen", "");

        scim.post("/Users", user("'displayName':'x'")).refused(400, "invalidValue");
        scim.post("/Users", user("'userName':''")).refused(400, "invalidValue");
        scim.post("/Users", user("'userName':'  '")).refused(400, "invalidValue");
        scim.post("/Users", user("'userName':'BJENSEN'")).refused(409, "uniqueness");
    }

    @Test
    @Proves({"S-4.1.1-02", "P-5-01", "P-5-02", "P-7.8-01"})
    void userNamesAreComparedPrepared() {
        scim.user("\\u00e9lan", "");
        scim.post("/Users", user("'userName':'e\\u0301LAN'")).refused(409, "uniqueness");
        scim.user("\\uff42\\uff4a", "");
        scim.post("/Users", user("'userName':'bj'")).refused(409, "uniqueness");
        scim.user("Joy Young", "").has("/userName", "Joy Young");

        assertThat(scim.find("userName eq 'e\\u0301lan'")).hasSize(1);
        assertThat(scim.find("userName eq 'BJ'")).hasSize(1);
        Scim.strict().post("/Users", user("'userName':'Joy Young'")).refused(400, "invalidValue");
        Scim.strict().user("bjensen", "");
    }

    @Test
    @Proves("P-7.8-01")
    void composedAndDecomposedFormsAreEqualInFilters() {
        scim.user("a", "'title':'caf\\u00e9'");

        assertThat(scim.find("title eq 'cafe\\u0301'")).containsExactly("a");
    }

    @Test
    @Proves("S-4.1.1-03")
    void namesAreKeptAsSent() {
        scim.user("a", "'name':{'formatted':'A B'}").has("/name", "{'formatted':'A B'}");
        scim.user("b", "'name':{'familyName':'B'}").has("/name", "{'familyName':'B'}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'preferredLanguage':'en_US'",
                "'locale':'e n'",
                "'timezone':'Mars/Base'",
                "'addresses':[{'country':'USA'}]",
                "'addresses':[{'country':'Belize'}]"
            })
    @Proves({"S-4.1.1-05", "S-4.1.1-06", "S-4.1.1-07", "S-4.1.2-02"})
    void formatsCountInStrict(String member) {
        scim.user("a", member);
        Scim.strict().post("/Users", user("'userName':'a'," + member)).refused(400, "invalidValue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'preferredLanguage':'en-US'",
                "'preferredLanguage':'da, en-gb;q=0.8, en;q=0.7'",
                "'locale':'en-US'",
                "'locale':'en_US'",
                "'timezone':'America/Los_Angeles'",
                "'addresses':[{'country':'US'}]"
            })
    @Proves({"S-4.1.1-05", "S-4.1.1-06", "S-4.1.1-07", "S-4.1.2-02"})
    void strictTakesWhatTheRfcAllows(String member) {
        Scim.strict().user("a", member);
    }

    @Test
    @Proves({"S-4.1.1-08", "P-3.3-03", "P-3.3-04"})
    void activeHasNoDefaultUnlessTheApplicationGivesOne() {
        Scim defaulting = Scim.service(builder -> builder.defaultValue("User", "active", true));

        scim.user("a", "").lacks("/active");
        defaulting.user("a", "").has("/active", true);
        defaulting.user("b", "'active':false").has("/active", false);
        defaulting.user("c", "'active':null").lacks("/active");
    }

    @Test
    @Proves({"S-4.1.1-10", "P-7.7-02"})
    void aPasswordIsStoredAsASaltedHash() {
        InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
        Scim hashing = Scim.of(ScimService.builder()
                .authenticator(request -> new dev.scimlet.protocol.access.Authentication.Accepted("tester", null))
                .passwordEncoder(dev.scimlet.protocol.access.PasswordEncoder.pbkdf2(1_000))
                .repositories(users));
        Set<String> stored = new HashSet<>();
        for (String name : List.of("a", "b")) {
            String id = hashing.user(name, "'password':'t1meMa$heen'").id();
            stored.add(users.find(dev.scimlet.spi.RequestContext.of("tester"), id, dev.scimlet.spi.Wanted.everything())
                    .orElseThrow()
                    .attributes()
                    .value("password")
                    .orElseThrow()
                    .toString());
        }
        assertThat(stored)
                .hasSize(2)
                .allSatisfy(hash ->
                        assertThat(hash).startsWith("pbkdf2-sha256$1000$").doesNotContain("t1me"));
    }

    @Test
    @Proves({"S-4.1.1-11", "P-3.12-06"})
    void aPasswordPolicyMayRefuse() {
        Scim choosy = Scim.service(builder -> builder.passwordEncoder(password -> {
            if (password.length() < 8) {
                throw dev.scimlet.core.ScimException.of(
                        dev.scimlet.core.ErrorType.INVALID_VALUE, "a password has at least 8 characters");
            }
            return "hash";
        }));

        assertThat(choosy.post("/Users", user("'userName':'a','password':'geheim'"))
                        .refused(400, "invalidValue")
                        .text())
                .doesNotContain("geheim");
        String path = "/Users/" + choosy.user("a", "'password':'geheimnis'").id();
        choosy.patch(path, patchOp("{'op':'replace','path':'password','value':'kurz'}"))
                .refused(400, "invalidValue");
    }

    @Test
    @Proves("S-4.1.1-11")
    void passwordsArePreparedAsOpaqueStrings() {
        dev.scimlet.protocol.access.PasswordEncoder encoder = dev.scimlet.protocol.access.PasswordEncoder.pbkdf2(1_000);
        String stored = encoder.encode("caf\u00e9\u00a0x");

        assertThat(dev.scimlet.protocol.access.PasswordEncoder.pbkdf2Matches("cafe\u0301 x", stored))
                .isTrue();
        assertThat(dev.scimlet.protocol.access.PasswordEncoder.pbkdf2Matches("cafe x", stored))
                .isFalse();
    }

    @Test
    @Proves("S-4.1.1-13")
    void aPutWithoutPasswordKeepsIt() {
        InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
        Scim service = Scim.of(Scim.builder().repositories(users));
        String id = service.user("a", "'password':'x'").id();
        java.util.function.Supplier<Object> password =
                () -> users.find(dev.scimlet.spi.RequestContext.of("tester"), id, dev.scimlet.spi.Wanted.everything())
                        .orElseThrow()
                        .attributes()
                        .value("password")
                        .map(Object::toString)
                        .orElse("none");

        service.put("/Users/" + id, user("'userName':'a','title':'t'")).expect(200);
        assertThat(password.get()).isEqualTo("hash");
        service.put("/Users/" + id, user("'userName':'a','password':null")).expect(200);
        assertThat(password.get()).isEqualTo("none");
    }

    @Test
    @Proves({"S-4.1.2-03", "S-4.1.2-04", "P-3.5.2.2-06", "P-3.5.2-10"})
    void groupsOfAUserComeFromTheGroups() {
        String id =
                scim.user("a", "'groups':[{'value':'mine'}]").lacks("/groups").id();
        String path = "/Users/" + id;
        Answer group = scim.group("A", id);

        scim.get(path)
                .sized("/groups", 1)
                .has("/groups/0/value", group.id())
                .has("/groups/0/$ref", Scim.BASE + "/Groups/" + group.id())
                .has("/groups/0/display", "A")
                .has("/groups/0/type", "direct");
        scim.put(path, user("'userName':'a','groups':[]")).expect(200).sized("/groups", 1);
        scim.patch(path, patchOp("{'op':'remove','path':'groups'}")).refused(400, "mutability");
        scim.patch(path, patchOp("{'op':'add','path':'groups','value':[{'value':'x'}]}"))
                .refused(400, "mutability");
    }

    @Test
    @Proves("S-4.1.2-05")
    void certificatesCanBeChecked() {
        Scim checking = Scim.service(builder ->
                builder.valueRule("User", "x509Certificates.value", dev.scimlet.protocol.ValueRules.oneCertificate()));
        String one = TestCertificates.ONE;
        String two = TestCertificates.twice();

        checking.user("a", "'x509Certificates':[{'value':'" + one + "'}]").has("/x509Certificates/0/value", one);
        checking.post("/Users", user("'userName':'b','x509Certificates':[{'value':'" + two + "'}]"))
                .refused(400, "invalidValue");
        checking.post("/Users", user("'userName':'b','x509Certificates':[{'value':'AAAA'}]"))
                .refused(400, "invalidValue");
        scim.user("b", "'x509Certificates':[{'value':'" + two + "'}]");
    }

    @Test
    @Proves({"S-4.2-01", "S-4.2-04"})
    void groupsNeedANameAndMembersAValue() {
        scim.post("/Groups", "{'schemas':['<G>']}").refused(400, "invalidValue");
        scim.post("/Groups", "{'schemas':['<G>'],'displayName':'A','members':[{'display':'x'}]}")
                .refused(400, "invalidValue");
    }

    @Test
    @Proves("S-4.2-02")
    void membersComeAndGoButDoNotChange() {
        String path = "/Groups/" + scim.group("A", "1").id();

        scim.patch(
                        path,
                        patchOp("{'op':'replace','path':'members[value eq \\'1\\'].value','value':'2'}"
                                .replace("\\'", "\\\"")))
                .refused(400, "mutability");
        scim.patch(path, patchOp("{'op':'add','path':'members','value':[{'value':'2'}]}"))
                .sized("/members", 2);
        scim.patch(path, patchOp("{'op':'remove','path':'members[value eq \\\"1\\\"]'}"))
                .sized("/members", 1)
                .has("/members/0/value", "2");
    }

    @Test
    @Proves("S-4.2-05")
    void nestedGroupsMayBeCircular() {
        String user = scim.userId("u");
        String a = scim.group("A", user).id();
        String b = scim.group("B", a).id();

        scim.patch("/Groups/" + a, patchOp("{'op':'add','path':'members','value':[{'value':'" + b + "'}]}"))
                .expect(200)
                .sized("/members", 2);
        Answer read = scim.get("/Users/" + user).expect(200);
        Set<String> groups = new HashSet<>();
        read.at("/groups")
                .forEach(group ->
                        assertThat(groups.add(group.get("value").asText())).isTrue());
        assertThat(groups).contains(a);
    }

    @Test
    @Proves("S-4.2-06")
    void theServersDisplayNameWins() {
        String id = scim.user("a", "'displayName':'Real'").id();

        scim.post(
                        "/Groups",
                        "{'schemas':['<G>'],'displayName':'A','members':[{'value':'" + id
                                + "','display':'Fake'},{'value':'elsewhere','display':'Kept'}]}")
                .expect(201)
                .has("/members/0/display", "Real")
                .has("/members/0/type", "User")
                .has("/members/1/display", "Kept");
    }

    @Test
    @Proves({"S-4.3-01", "S-4.3-02", "S-4.3-03"})
    void theEnterpriseExtensionIsThatOfTheRfc() {
        Set<String> names = new HashSet<>();
        scim.get("/Schemas/" + Scim.ENTERPRISE).at("/attributes").forEach(attribute -> {
            names.add(attribute.get("name").asText());
            attribute
                    .path("subAttributes")
                    .forEach(part -> names.add("manager." + part.get("name").asText()));
        });
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "employeeNumber",
                        "costCenter",
                        "organization",
                        "division",
                        "department",
                        "manager",
                        "manager.value",
                        "manager.$ref",
                        "manager.displayName");

        Answer created = scim.user("a", "'<E>':{'manager':{'value':'7','displayName':'Boss'}}")
                .has("/<E>/manager/value", "7")
                .lacks("/<E>/manager/displayName");
        scim.patch("/Users/" + created.id(), patchOp("{'op':'add','path':'<E>:manager.displayName','value':'B'}"))
                .refused(400, "mutability");
    }
}
