package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §3.5.1: replacing")
class ReplaceTest {

    private final Scim scim = Scim.service();

    @Test
    @Proves({"P-3.5.1-02", "P-3.5.1-03", "P-3.5.1-10"})
    void theBodyReplacesWhatIsStored() {
        String path = "/Users/"
                + scim.user("a", "'title':'t','active':false,'emails':[{'value':'a@x'},{'value':'b@x'}]")
                        .id();

        scim.put(path, user("'userName':'b','emails':[{'value':'b@x'}]"))
                .expect(200)
                .has("/userName", "b")
                .sized("/emails", 1)
                .has("/emails/0/value", "b@x")
                .has("/active", false)
                .lacks("/title");
        scim.get(path).has("/userName", "b").lacks("/title");
    }

    @Test
    @Proves("P-3.5.1-03")
    void activeStaysUnlessStrict() {
        Scim strict = Scim.strict();
        Scim defaulting = Scim.service(builder -> builder.profile(ClientProfile.STRICT)
                .defaultValue("User", "active", true)
                .defaultValue("User", "title", "Member"));
        String path = "/Users/" + scim.user("a", "'active':false").id();
        String strictPath = "/Users/" + strict.user("a", "'active':false").id();
        String defaultPath =
                "/Users/" + defaulting.user("a", "'active':false,'title':'x'").id();

        scim.put(path, user("'userName':'a','active':null")).expect(200).lacks("/active");
        strict.put(strictPath, user("'userName':'a'")).expect(200).lacks("/active");
        defaulting
                .put(defaultPath, user("'userName':'a'"))
                .expect(200)
                .has("/active", true)
                .has("/title", "Member");
    }

    @Test
    @Proves("P-3.5.1-04")
    void nullClearsWithoutDefault() {
        Scim defaulting = Scim.service(builder -> builder.defaultValue("User", "title", "Member"));
        String path = "/Users/" + defaulting.userId("a");

        defaulting
                .put(path, user("'userName':'a','title':null,'emails':[]"))
                .expect(200)
                .lacks("/title", "/emails");
        defaulting.put(path, user("'userName':'a'")).expect(200).has("/title", "Member");
    }

    @Test
    @Proves("P-3.5.1-08")
    void readOnlyValuesAreIgnored() {
        Answer created = scim.user("a", "");

        Answer put = scim.put(
                        "/Users/" + created.id(),
                        user(
                                "'userName':'a','id':'other','meta':{'version':'x','created':'2001-01-01T00:00:00Z'},'groups':[{'value':'1'}]"))
                .expect(200)
                .has("/id", created.id())
                .lacks("/groups");
        assertThat(put.at("/meta/created")).isEqualTo(created.at("/meta/created"));
    }

    @Test
    @Proves({"P-3.5.1-09", "P-3.5.1-11", "P-3.5.1-12"})
    void refusesWhatCannotBeStored() {
        scim.userId("a");
        String path = "/Users/" + scim.userId("b");

        scim.put(path, user("'title':'x'")).refused(400, "invalidValue");
        scim.put("/Users/unknown", user("'userName':'c'")).refused(404);
        scim.put(path, user("'userName':'A'")).refused(409, "uniqueness");
        scim.get(path).has("/userName", "b");
        scim.put(path, user("'userName':'B'")).expect(200).has("/userName", "B");
    }

    @Test
    @Proves("P-3.5.1-14")
    void aPutOfWhatWasReadChangesNothing() {
        Answer before = scim.user("a", "'title':'t','emails':[{'value':'a@x','type':'work'}],'<E>':{'department':'d'}");
        String group = scim.group("A", before.id()).id();

        Answer read = scim.get("/Users/" + before.id());
        Answer after = scim.put("/Users/" + before.id(), read.text()).expect(200);
        assertThat(after.body()).isEqualTo(read.body());
        Answer groupRead = scim.get("/Groups/" + group);
        assertThat(scim.put("/Groups/" + group, groupRead.text()).expect(200).body())
                .isEqualTo(groupRead.body());
    }

    @Test
    @Proves("P-3.5.1-15")
    void membersAreMatchedByValue() {
        String body = "{'schemas':['<G>'],'displayName':'A','members':[{'value':'1','display':'One'},{'value':'2'}]}";
        String changed =
                "{'schemas':['<G>'],'displayName':'A','members':[{'value':'1','display':'Uno'},{'value':'3'}]}";
        String path = "/Groups/" + scim.post("/Groups", body).expect(201).id();
        Scim strict = Scim.strict();
        String strictPath =
                "/Groups/" + strict.post("/Groups", body).expect(201).id();

        Answer put = scim.put(path, changed).expect(200).sized("/members", 2);
        put.has("/members/0/value", "1").has("/members/0/display", "One").has("/members/1/value", "3");
        strict.put(strictPath, changed).refused(400, "mutability");
        strict.put(strictPath, body).expect(200).sized("/members", 2);
    }
}
