package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.filter.AttributePath;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.access.MeResolver;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §2: what a policy makes invisible")
class VisibilityTest {

    /** Hides what is called "secret", users and groups alike. */
    private static final class HidesSecrets implements AccessPolicy {

        @Override
        public boolean permits(RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
            return true;
        }

        @Override
        public Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
            String name = type.name().equals("User") ? "userName" : "displayName";
            return Optional.of(type.filter("not (" + name + " sw \"secret\")"));
        }
    }

    /** A store that reads only what it is asked for. */
    private static final class Sparing implements ResourceRepository {

        private final ResourceRepository all;

        Sparing(ResourceRepository all) {
            this.all = all;
        }

        private static Resource cut(Resource resource, Wanted wanted) {
            Attributes attributes = resource.attributes();
            for (AttributeDefinition attribute : resource.type().definition().subAttributes()) {
                attributes = wanted.includes(attribute) ? attributes : attributes.with(attribute, null);
            }
            return resource.withAttributes(attributes);
        }

        @Override
        public ResourceType type() {
            return all.type();
        }

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return all.create(context, attributes);
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return all.find(context, id, wanted).map(found -> cut(found, wanted));
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            return all.query(context, query);
        }

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            Resource stored = all.find(context, read.id(), Wanted.everything())
                    .filter(current -> current.meta().equals(read.meta()))
                    .orElseThrow(() -> ConflictException.overtaken(null));
            Attributes next = changed;
            for (AttributeDefinition attribute : type().definition().subAttributes()) {
                next = wanted.includes(attribute)
                        ? next
                        : next.with(attribute, stored.attributes().get(attribute));
            }
            return cut(all.update(context, stored, next, Wanted.everything()), wanted);
        }

        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return all.delete(context, id, wanted, current -> precondition.check(cut(current, precondition.wanted())));
        }
    }

    private final InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
    private final InMemoryRepository groups = InMemoryRepository.builder(StandardTypes.group())
            .memberships("members")
            .build();
    private final Scim everything = service(users, builder -> builder);
    private final Scim guarded = service(users, builder -> builder.accessPolicy(new HidesSecrets()));
    private final Scim sparing = service(new Sparing(users), builder -> builder.accessPolicy(new HidesSecrets()));

    private Scim service(ResourceRepository userStore, UnaryOperator<ScimService.Builder> settings) {
        return Scim.of(settings.apply(Scim.builder().repositories(userStore, groups)));
    }

    @Test
    void membersGoNeitherIntoNorOutOfAHiddenGroup() {
        String path = "/Groups/" + everything.group("secret", "1").id();

        guarded.get(path).refused(404);
        for (String operation : new String[] {
            "{'op':'add','path':'members','value':[{'value':'2'}]}",
            "{'op':'remove','path':'members[value eq \\'1\\']'}",
            "{'op':'remove','path':'members'}",
            "{'op':'replace','path':'displayName','value':'mine'}"
        }) {
            guarded.patch(path, patchOp(operation)).refused(404);
            guarded.bulkOf("{'method':'PATCH','path':'" + path + "','data':" + patchOp(operation) + "}")
                    .has("/Operations/0/status", "404");
        }
        everything.get(path).has("/displayName", "secret").sized("/members", 1).has("/members/0/value", "1");
        String visible = "/Groups/" + everything.group("open").id();
        guarded.patch(visible, patchOp("{'op':'add','path':'members','value':[{'value':'2'}]}"))
                .expect(200)
                .sized("/members", 1);
    }

    @Test
    void aStoreThatReadsOnlyWhatIsWantedHidesAsMuch() {
        String path = "/Users/" + everything.user("secret", "'title':'boss'").id();
        String patch = patchOp("{'op':'replace','path':'title','value':'x'}");

        sparing.get(path).refused(404);
        sparing.get(path + "?attributes=title").refused(404);
        sparing.get(path + "?filter=" + Scim.encoded("title pr")).refused(404);
        sparing.patch(path, patch).refused(404);
        sparing.patch(path + "?attributes=title", patch).refused(404);
        sparing.patch(path, patchOp("{'op':'replace','path':'nothing','value':'x'}"))
                .refused(404);
        sparing.put(path, user("'userName':'mine'")).refused(404);
        sparing.delete(path).refused(404);
        sparing.bulkOf(
                        "{'method':'PATCH','path':'" + path + "','data':" + patch + "}",
                        "{'method':'DELETE','path':'" + path + "'}")
                .has("/Operations/0/status", "404")
                .has("/Operations/1/status", "404");
        everything.get(path).has("/title", "boss");

        String visible = "/Users/" + everything.user("open", "'title':'boss'").id();
        sparing.get(visible + "?attributes=title").expect(200).has("/title", "boss");
        sparing.patch(visible + "?attributes=title", patch).expect(200).has("/title", "x");
        sparing.delete(visible).expect(204);
    }

    @Test
    void referencesTellNothingOfWhatIsHidden() {
        String member = everything.userId("open");
        String hiddenUser =
                everything.user("secret", "'displayName':'Top Secret'").id();
        String open = everything.group("open", member).id();
        everything.group("secret", member);

        guarded.get("/Users/" + member).sized("/groups", 1).has("/groups/0/value", open);
        assertThat(guarded.get("/Users").expect(200).text()).doesNotContain("\"display\":\"secret\"");
        assertThat(guarded.get("/").expect(200).text()).doesNotContain("\"display\":\"secret\"");
        guarded.group("new", hiddenUser).lacks("/members/0/display", "/members/0/type");
        guarded.patch(
                        "/Groups/" + open,
                        patchOp("{'op':'add','path':'members','value':[{'value':'" + hiddenUser + "'}]}"))
                .expect(200)
                .sized("/members", 2)
                .lacks("/members/1/display");
    }

    @Test
    @DisplayName("faults S2: whether a guess at the name of what is hidden is right, no write tells")
    void writesTellNothingOfHiddenNames() {
        String hidden = everything.user("secret", "'displayName':'Top Secret'").id();
        String open = everything.user("open", "'displayName':'Open'").id();
        String group = everything.group("g", hidden, open).id();
        everything.get("/Groups/" + group).has("/members/0/display", "Top Secret");
        Scim strict = service(
                users, builder -> builder.accessPolicy(new HidesSecrets()).profile(ClientProfile.STRICT));

        List<Answer> right = guesses(strict, group, hidden, "Top Secret");
        List<Answer> wrong = guesses(strict, group, hidden, "Bottom Secret");

        for (int i = 0; i < right.size(); i++) {
            assertThat(right.get(i).status())
                    .as("%d: %s", i, right.get(i).text())
                    .isEqualTo(wrong.get(i).status());
            assertThat(right.get(i).status())
                    .as("%d: %s", i, right.get(i).text())
                    .isIn(200, 400);
        }
        assertThat(right.get(0).status()).isEqualTo(200);
        everything.get("/Groups/" + group).sized("/members", 2).has("/members/0/display", "Top Secret");
        String visible = "/Groups/" + everything.group("h", open).id();
        strict.put(visible, groupOf(open, "Closed")).refused(400, "mutability");
        strict.put(visible, groupOf(open, "Open")).expect(200).sized("/members", 1);
    }

    private static String groupOf(String member, String display) {
        return "{'schemas':['<G>'],'displayName':'g','members':[{'value':'" + member + "','display':'" + display
                + "'}]}";
    }

    private static List<Answer> guesses(Scim client, String group, String member, String display) {
        String both = groupOf(member, display);
        String entry = "{'value':'" + member + "','display':'" + display + "'}";
        String path = "members[value eq \\\"" + member + "\\\"].display";
        return List.of(
                client.put("/Groups/" + group, both.replace("}]", "},{'value':'x'}]")),
                client.patch("/Groups/" + group, patchOp("{'op':'add','path':'members','value':[" + entry + "]}")),
                client.patch(
                        "/Groups/" + group,
                        patchOp("{'op':'replace','path':'" + path + "','value':'" + display + "'}")),
                client.patch(
                        "/Groups/" + group, patchOp("{'op':'add','path':'" + path + "','value':'" + display + "'}")),
                client.patch(
                        "/Groups/" + group,
                        patchOp("{'op':'add','path':'members.display','value':'" + display + "'}")));
    }

    @Test
    @DisplayName("faults S3: lists, totals and cursors are of what is visible")
    void everyReadIsOfWhatIsVisible() {
        String hidden = everything.user("secret", "'title':'boss'").id();
        everything.user("a", "'title':'boss'");
        everything.user("b", "'title':'boss'");
        everything.user("c", "");
        everything.group("secret", hidden);

        assertThat(guarded.find("userName eq 'secret'")).isEmpty();
        assertThat(guarded.find("title eq 'boss'")).containsExactly("a", "b");
        assertThat(guarded.find("id eq '" + hidden + "'")).isEmpty();
        guarded.search("title eq 'boss'").has("/totalResults", 2);
        guarded.search("title eq 'boss' or title pr").has("/totalResults", 2);
        guarded.get("/Users").has("/totalResults", 3);
        guarded.get("/Users?count=0").has("/totalResults", 3);
        assertThat(Scim.names(guarded.get("/Users?sortBy=userName&sortOrder=descending&count=2"), "userName"))
                .containsExactly("c", "b");
        guarded.post("/Users/.search", "{'schemas':['<M>SearchRequest'],'filter':'title pr'}")
                .expect(200)
                .has("/totalResults", 2);
        guarded.get("/").has("/totalResults", 3);
        guarded.get("/?filter=" + Scim.encoded("displayName eq 'secret'")).has("/totalResults", 0);
        guarded.get("/Users/" + hidden + "?filter=" + Scim.encoded("title pr")).refused(404);

        Answer first = guarded.get("/Users?cursor&count=2").expect(200);
        Answer second = guarded.get(
                        "/Users?count=2&cursor=" + first.at("/nextCursor").asText())
                .expect(200);
        assertThat(Scim.names(first, "userName")).containsExactly("a", "b");
        assertThat(Scim.names(second, "userName")).containsExactly("c");
        everything
                .get("/Users?count=2&cursor=" + first.at("/nextCursor").asText())
                .refused(400, "invalidCursor");
    }

    @Test
    void aClientThatIsInvisibleIsNotThere() {
        String hidden = everything.userId("secret");
        Scim me = service(
                users,
                builder -> builder.accessPolicy(new HidesSecrets())
                        .me(context -> Optional.of(new MeResolver.Subject("User", hidden))));

        me.get("/Me").refused(404);
        me.put("/Me", user("'userName':'mine'")).refused(404);
        me.patch("/Me", patchOp("{'op':'add','path':'title','value':'x'}")).refused(404);
        me.delete("/Me").refused(404);
        everything.get("/Users/" + hidden).expect(200);
    }

    @Test
    @DisplayName("faults S2: integrity does not tell what is invisible from what there is not")
    void integrityAnswersForTheInvisibleAsForTheMissing() {
        String hidden = everything.userId("secret");
        String group = "/Groups/" + everything.group("open").id();
        Scim strict = service(
                users, builder -> builder.accessPolicy(new HidesSecrets()).referentialIntegrity());

        for (String id : List.of(hidden, "0" + hidden.substring(1))) {
            String member = "{'value':'" + id + "'}";
            List<Answer> answers = List.of(
                    strict.post("/Groups", "{'schemas':['<G>'],'displayName':'g','members':[" + member + "]}"),
                    strict.put(group, "{'schemas':['<G>'],'displayName':'g','members':[" + member + "]}"),
                    strict.patch(group, patchOp("{'op':'add','path':'members','value':[" + member + "]}")),
                    strict.patch(group, patchOp("{'op':'replace','path':'members','value':[" + member + "]}")));
            for (Answer answer : answers) {
                answer.refused(400, "invalidValue");
                assertThat(answer.detail()).isEqualTo("'members' refers to resources that do not exist: [" + id + "]");
            }
            strict.bulkOf("{'method':'PATCH','path':'" + group + "','data':"
                            + patchOp("{'op':'add','path':'members','value':[" + member + "]}") + "}")
                    .has("/Operations/0/status", "400");
        }
        String open = everything.userId("open");
        strict.patch(group, patchOp("{'op':'add','path':'members','value':[{'value':'" + open + "'}]}"))
                .expect(200);
    }

    @Test
    void membersThatAreThereKeepNamesThatAreNotTold() {
        String hidden = everything.user("secret", "'displayName':'Top Secret'").id();
        String open = everything.user("open", "'displayName':'Open'").id();
        String path = "/Groups/" + everything.group("staff", hidden, open).id();

        for (Answer answer : List.of(
                guarded.get(path),
                guarded.get("/Groups?filter=" + Scim.encoded("displayName eq 'staff'")),
                guarded.get("/?filter=" + Scim.encoded("displayName eq 'staff'")),
                guarded.patch(path, patchOp("{'op':'replace','path':'externalId','value':'x'}")))) {
            assertThat(answer.expect(200).text()).contains(hidden, "Open").doesNotContain("Top Secret");
        }
        guarded.put(path, guarded.get(path).text()).expect(200);
        everything.get(path).sized("/members", 2).has("/members/0/display", "Top Secret");
    }

    @Test
    void namesThatAreNotToldCannotBeFoundOutByFiltersAndOrders() {
        String hidden = everything.user("secret", "'displayName':'Top Secret'").id();
        String report = everything
                .user("report", "'<E>':{'manager':{'value':'" + hidden + "'}}")
                .id();
        String path = "/Groups/" + everything.group("staff", hidden).id();
        String name = Scim.ENTERPRISE + ":manager.displayName";

        for (String guess : List.of("Top", "Other")) {
            guarded.search(name + " sw '" + guess + "'").refused(400, "invalidFilter");
            guarded.search("not (" + name + " ge '" + guess + "')").refused(400, "invalidFilter");
            String byName = Scim.encoded("members.display sw '" + guess + "'");
            String inBrackets = Scim.encoded("members[value pr and display sw '" + guess + "']");
            guarded.get("/Groups?filter=" + byName).refused(400, "invalidFilter");
            guarded.get("/Groups?filter=" + inBrackets).refused(400, "invalidFilter");
            guarded.get(path + "?filter=" + byName).refused(400, "invalidFilter");
            guarded.get("/?filter=" + byName).refused(400, "invalidFilter");
            guarded.patch(path, patchOp("{'op':'remove','path':'members[display sw \\'" + guess + "\\']'}"))
                    .refused(400, "invalidFilter");
        }
        guarded.get("/Users?sortBy=" + name).refused(400, "invalidValue");
        guarded.get("/Groups?sortBy=members.display").refused(400, "invalidValue");

        everything.get("/Users?sortBy=" + name).expect(200);
        assertThat(everything.find(name + " sw 'Top'")).containsExactly("report");
        guarded.get("/Users/" + report).has("/<E>/manager/value", hidden).lacks("/<E>/manager/displayName");
        assertThat(guarded.find(Scim.ENTERPRISE + ":manager pr")).containsExactly("report");
        everything.get(path).sized("/members", 1);
    }

    @Test
    void aConditionMayLookAtWhatIsHidden() {
        Scim sales = service(
                users,
                builder -> builder.accessPolicy(new AccessPolicy() {
                    @Override
                    public boolean permits(
                            RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                        return true;
                    }

                    @Override
                    public Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
                        return type.name().equals("User")
                                ? Optional.of(type.filter(new Filter.Comparison(
                                        AttributePath.parse(Scim.ENTERPRISE + ":department"),
                                        CompareOperator.EQ,
                                        new CompareValue.Text("Sales"))))
                                : Optional.empty();
                    }

                    @Override
                    public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
                        return Set.of(Scim.ENTERPRISE + ":department");
                    }
                }));
        String mine = everything.user("a", "'<E>':{'department':'Sales'}").id();
        String other = everything.user("b", "'<E>':{'department':'Support'}").id();

        assertThat(Scim.names(sales.get("/Users").has("/totalResults", 1), "userName"))
                .containsExactly("a");
        sales.get("/Users/" + mine).expect(200).lacks("/<E>");
        sales.get("/Users/" + other).refused(404);
        sales.put("/Users/" + mine, user("'userName':'c','<E>':{'department':'Support'}"))
                .expect(200);
        sales.delete("/Users/" + other).refused(404);
        everything.get("/Users/" + mine).has("/userName", "c").has("/<E>/department", "Sales");
        sales.delete("/Users/" + mine).expect(204);
    }

    @Test
    void aMistakeInAConditionFailsAtItsFirstUse() {
        List<Function<ResourceType, BoundFilter>> mistakes = List.of(
                type -> type.filter("nothing eq \"x\""),
                type -> type.filter("not a filter"),
                type -> type.filter("password pr"),
                type -> type.filter("groups pr"),
                type -> StandardTypes.group().filter("displayName pr"));
        for (Function<ResourceType, BoundFilter> mistake : mistakes) {
            Scim wrong = service(
                    users,
                    builder -> builder.accessPolicy(new AccessPolicy() {
                        @Override
                        public boolean permits(
                                RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                            return true;
                        }

                        @Override
                        public Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
                            return type.name().equals("User") ? Optional.of(mistake.apply(type)) : Optional.empty();
                        }
                    }));
            wrong.get("/Users").refused(500);
            wrong.get("/Users/1").refused(500);
            wrong.get("/Groups").expect(200);
        }
    }
}
