package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §3.5.1: replacing")
class ReplaceTest {

    private final Scim scim = Scim.service();

    @Test
    @Proves({"P-3.5.1-03", "S-4.1.1-13"})
    void aReplacementMadeOfWhatWasReadKeepsSecretsEverywhere() {
        AttributeDefinition secret = AttributeDefinition.builder("secret", AttributeType.STRING)
                .mutability(Mutability.WRITE_ONLY)
                .returned(Returned.NEVER)
                .required(true)
                .build();
        Schema schema = Schema.of(
                "urn:example:params:scim:schemas:Vault",
                AttributeDefinition.string("label"),
                AttributeDefinition.builder("lock", AttributeType.COMPLEX)
                        .subAttributes(AttributeDefinition.string("maker"), secret)
                        .build(),
                AttributeDefinition.builder("keys", AttributeType.COMPLEX)
                        .multiValued(true)
                        .subAttributes(AttributeDefinition.string("value"), secret)
                        .build());
        InMemoryRepository repository =
                InMemoryRepository.of(ResourceType.builder("Vault", schema).build());
        Scim vaults = Scim.of(Scim.builder().repositories(repository));
        String start = "{'schemas':['" + schema.id() + "'],";
        String id = vaults.post(
                        "/Vaults",
                        start
                                + "'lock':{'maker':'m','secret':'1'},'keys':[{'value':'a','secret':'2'},{'value':'b','secret':'3'}]}")
                .expect(201)
                .id();
        String path = "/Vaults/" + id;
        Answer read = vaults.get(path).expect(200);

        vaults.put(path, read.text()).expect(200);
        assertThat(vaults.get(path).etag()).isEqualTo(read.etag());
        vaults.put(path, start + "'label':'x','keys':[{'value':'b'}]}").expect(200);
        Attributes stored = repository
                .find(RequestContext.of("test"), id, Wanted.everything())
                .orElseThrow()
                .attributes();
        assertThat(stored.value("lock.secret")).isPresent();
        assertThat(stored.value("lock.maker")).isEmpty();
        assertThat(stored.value("keys.secret")).isPresent();
        vaults.post("/Vaults", start + "'lock':{'maker':'m'}}").refused(400, "invalidValue");
        vaults.post("/Vaults", start + "'keys':[{'value':'a'}]}").refused(400, "invalidValue");
        vaults.put(path, start + "'keys':[{'value':'b'},{'value':'new'}]}").refused(400, "invalidValue");
        vaults.put(path, start + "'lock':{'maker':'m','secret':null}}").refused(400, "invalidValue");
    }

    @Test
    @Proves({"P-3.5.1-03", "P-7.7-03"})
    void aReplacementKeepsWhatTheClientMayNotSee() {
        AtomicReference<Set<String>> hidden = new AtomicReference<>(Set.of());
        Scim service = Scim.service(builder -> builder.accessPolicy(new AccessPolicy() {
            @Override
            public boolean permits(
                    RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                return true;
            }

            @Override
            public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
                return hidden.get();
            }
        }));
        String path = "/Users/"
                + service.user(
                                "a",
                                "'title':'t','nickName':'n','name':{'givenName':'g','familyName':'f'},"
                                        + "'emails':[{'value':'a@x','display':'d'}],'<E>':{'department':'s'}")
                        .id();
        hidden.set(Set.of("title", "name.givenName", "emails.display", Scim.ENTERPRISE));

        service.put(path, user("'userName':'b','emails':[{'value':'a@x','primary':true}]"))
                .expect(200)
                .lacks("/title", "/name", "/emails/0/display");
        hidden.set(Set.of());
        service.get(path)
                .has("/title", "t")
                .has("/name/givenName", "g")
                .has("/emails/0/display", "d")
                .has("/emails/0/primary", true)
                .has("/" + Scim.ENTERPRISE + "/department", "s")
                .lacks("/nickName", "/name/familyName");
        hidden.set(Set.of("title"));
        service.put(path, user("'userName':'b','title':null")).expect(200);
        hidden.set(Set.of());
        service.get(path).has("/title", "t");
    }

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
                .has("/active", false)
                .has("/title", "Member");
    }

    @Test
    void onlyTheActiveOfTheBaseSchemaStays() {
        String badge = "urn:example:params:scim:schemas:Badge";
        Schema extension = Schema.of(badge, AttributeDefinition.bool("active"), AttributeDefinition.string("color"));
        Scim service =
                Scim.ofUsers(StandardTypes.userBuilder().extension(extension).build(), builder -> builder);
        String path = "/Users/"
                + service.user("a", "'active':false,'%s':{'active':true,'color':'red'}".formatted(badge))
                        .id();

        service.put(path, user("'userName':'a','%s':{'color':'red'}".formatted(badge)))
                .expect(200)
                .has("/active", false)
                .lacks("/" + badge + "/active");
        service.put(path, user("'userName':'a'")).expect(200).lacks("/" + badge);
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

    /** The service calls new members by the names of their resources, but what a client says of those it has is compared. */
    @Test
    @Proves("P-3.5.1-15")
    void aKnownMemberIsCalledAsItWasWhenItCame() {
        for (Scim service : List.of(scim, Scim.strict())) {
            String id = service.user("a", "'displayName':'Ada'").id();
            String path = "/Groups/" + service.group("A", id).id();
            String body = "{'schemas':['<G>'],'displayName':'A','members':[{'value':'" + id + "'%s}]}";
            service.get(path).has("/members/0/display", "Ada").has("/members/0/type", "User");

            Answer changed = service.put(path, body.formatted(",'display':'Uno'"));
            Answer otherType = service.put(path, body.formatted(",'type':'Group'"));
            if (service == scim) {
                changed.expect(200).has("/members/0/display", "Ada");
                otherType.expect(200).has("/members/0/type", "User");
            } else {
                changed.refused(400, "mutability");
                otherType.refused(400, "mutability");
            }
            service.patch("/Users/" + id, patchOp("{'op':'replace','path':'displayName','value':'Lady Ada'}"))
                    .expect(200);
            for (String told : List.of("", ",'display':'Ada'", ",'display':'Ada','type':'User'")) {
                service.put(path, body.formatted(told)).expect(200).has("/members/0/display", "Ada");
            }
        }
    }
}
