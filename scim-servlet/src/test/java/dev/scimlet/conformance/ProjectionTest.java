package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §3.9: attributes and excludedAttributes")
class ProjectionTest {

    private final Scim scim = Scim.service();
    private final String path = "/Users/"
            + scim.user(
                            "a",
                            "'title':'t','name':{'givenName':'g','familyName':'f'},"
                                    + "'emails':[{'value':'a@x','type':'work','primary':true}],'<E>':{'department':'d','division':'v'}")
                    .id();

    private Answer with(String query) {
        return scim.get(path + "?" + query).expect(200);
    }

    @Test
    @Proves({"P-3.9-10", "S-2.5-03", "S-2.5-04"})
    void entriesOfWhichNothingIsShownAreLeftOut() {
        Scim service = Scim.service();
        String path = "/Users/"
                + service.user(
                                "a",
                                "'emails':[{'value':'a@x','type':'work'},{'value':'b@x','display':'B'}],"
                                        + "'<E>':{'manager':{'value':'7'}}")
                        .id();

        service.get(path + "?excludedAttributes=emails.value,emails.type")
                .sized("/emails", 1)
                .has("/emails/0/display", "B");
        service.get(path + "?attributes=emails.primary").lacks("/emails");
        service.get(path + "?attributes=" + Scim.ENTERPRISE + ":manager.$ref")
                .sized("/schemas", 2)
                .has("/" + Scim.ENTERPRISE + "/manager/$ref", Scim.BASE + "/Users/7");
        service.get(path + "?attributes=" + Scim.ENTERPRISE + ":manager.displayName")
                .sized("/schemas", 1)
                .lacks("/" + Scim.ENTERPRISE);
        String group = service.group("g", "7").id();
        service.get("/Groups/" + group + "?attributes=members.value").has("/members/0/value", "7");
    }

    @Test
    @Proves({"P-3.9-03", "P-3.9-14", "P-3.9-15"})
    void attributesGivesTheNamedAndTheAlwaysSet() {
        assertThat(with("attributes=userName").memberNames()).containsExactlyInAnyOrder("schemas", "id", "userName");
        assertThat(with("attributes=meta").memberNames()).containsExactlyInAnyOrder("schemas", "id", "meta");
        assertThat(with("excludedAttributes=meta").memberNames())
                .contains("title")
                .doesNotContain("meta");
        assertThat(with("").memberNames()).contains("meta");
        assertThat(with("excludedAttributes=schemas").memberNames()).contains("schemas");
    }

    @Test
    @Proves("P-3.9-05")
    void bothAtOnceAreRefused() {
        scim.get(path + "?attributes=userName&excludedAttributes=title").refused(400, "invalidValue");
        scim.get("/Users?attributes=userName&excludedAttributes=title").refused(400, "invalidValue");
        scim.get("/Schemas?attributes=name&excludedAttributes=id").refused(400, "invalidValue");
    }

    @Test
    @Proves({"P-3.9-07", "P-3.9-08", "P-3.9-09"})
    void subAttributesCanBeNamed() {
        with("attributes=name.givenName,emails.value")
                .has("/name", "{'givenName':'g'}")
                .has("/emails", "[{'value':'a@x'}]");
        with("attributes=name").has("/name/givenName", "g").has("/name/familyName", "f");
        with("excludedAttributes=name.givenName").has("/name", "{'familyName':'f'}");
    }

    @Test
    @Proves("P-3.9-10")
    void excludingEveryPartExcludesTheWhole() {
        with("excludedAttributes=name.givenName,name.familyName").lacks("/name");
        with("excludedAttributes=" + Scim.encoded("<E>:department,<E>:division"))
                .lacks("/<E>")
                .sized("/schemas", 1);
    }

    @Test
    @Proves("P-3.9-11")
    void anExtensionIsNamedByItsUrn() {
        with("attributes=" + Scim.ENTERPRISE)
                .has("/<E>/department", "d")
                .has("/<E>/division", "v")
                .lacks("/title");
        with("attributes=" + Scim.ENTERPRISE + ":division").has("/<E>", "{'division':'v'}");
        with("excludedAttributes=" + Scim.ENTERPRISE).lacks("/<E>").has("/title", "t");
    }

    @Test
    void theOrderOfNamesDoesNotCount() {
        String badge = "urn:example:params:scim:schemas:Badge";
        Schema extension = Schema.of(
                badge,
                AttributeDefinition.string("color"),
                Things.with("pin", AttributeType.STRING, builder -> builder.returned(Returned.REQUEST)));
        Scim service =
                Scim.ofUsers(StandardTypes.userBuilder().extension(extension).build(), builder -> builder);
        String user = "/Users/"
                + service.user("a", "'%s':{'color':'red','pin':'7'}".formatted(badge))
                        .id();

        for (String names : List.of(badge + ":pin," + badge, badge + "," + badge + ":pin")) {
            service.get(user + "?attributes=" + names)
                    .has("/" + badge + "/color", "red")
                    .has("/" + badge + "/pin", "7");
        }
    }

    @Test
    @Proves("P-3.9-12")
    void unknownNamesAreIgnored() {
        assertThat(with("attributes=foo").memberNames()).containsExactlyInAnyOrder("schemas", "id");
        with("excludedAttributes=foo").has("/title", "t");
    }

    @Test
    @Proves("P-3.9-13")
    void blanksAndEmptyNamesAreDropped() {
        assertThat(with("attributes=%20userName%20,%20,").memberNames())
                .containsExactlyInAnyOrder("schemas", "id", "userName");
        with("attributes=").has("/title", "t");
    }

    @Test
    @Proves("P-3.9-16")
    void bracketsAreNoNames() {
        scim.get(path + "?attributes=" + Scim.encoded("emails[type eq 'work']")).refused(400, "invalidPath");
        scim.get("/Users?excludedAttributes=" + Scim.encoded("emails[type eq 'work'].value"))
                .refused(400, "invalidPath");
    }

    @Test
    @Proves("P-3.9-17")
    void theStoreIsToldWhatIsWanted() {
        ResourceType type = StandardTypes.group();
        InMemoryRepository groups = InMemoryRepository.of(type);
        List<Boolean> wantsMembers = new java.util.ArrayList<>();
        ResourceRepository spy = new ResourceRepository() {
            @Override
            public ResourceType type() {
                return type;
            }

            @Override
            public dev.scimlet.core.resource.Resource create(
                    dev.scimlet.spi.RequestContext context, dev.scimlet.core.resource.Attributes attributes) {
                return groups.create(context, attributes);
            }

            @Override
            public java.util.Optional<dev.scimlet.core.resource.Resource> find(
                    dev.scimlet.spi.RequestContext context, String id, Wanted wanted) {
                wantsMembers.add(wanted.includes(type.path("members")));
                return groups.find(context, id, wanted);
            }

            @Override
            public QueryResult query(dev.scimlet.spi.RequestContext context, dev.scimlet.spi.Query query) {
                wantsMembers.add(query.wanted().includes(type.path("members")));
                return groups.query(context, query);
            }

            @Override
            public dev.scimlet.core.resource.Resource update(
                    dev.scimlet.spi.RequestContext context,
                    dev.scimlet.core.resource.Resource read,
                    dev.scimlet.core.resource.Attributes changed,
                    Wanted wanted) {
                wantsMembers.add(wanted.includes(type.path("members")));
                return groups.update(context, read, changed, wanted);
            }

            @Override
            public java.util.Optional<dev.scimlet.core.resource.Resource> delete(
                    dev.scimlet.spi.RequestContext context,
                    String id,
                    Wanted wanted,
                    dev.scimlet.spi.Precondition precondition) {
                return groups.delete(context, id, wanted, precondition);
            }
        };
        Scim spied = Scim.of(Scim.builder().repositories(spy));
        String group = "/Groups/" + spied.group("A", "1", "2").id();

        spied.get(group + "?excludedAttributes=members").expect(200);
        spied.get("/Groups?attributes=displayName").expect(200);
        spied.patch(group + "?excludedAttributes=members", patchOp("{'op':'replace','path':'displayName','value':'B'}"))
                .expect(200);
        assertThat(wantsMembers).containsExactly(false, false, false, false);
        spied.get(group).expect(200).sized("/members", 2);
        assertThat(wantsMembers).endsWith(true);
    }
}
