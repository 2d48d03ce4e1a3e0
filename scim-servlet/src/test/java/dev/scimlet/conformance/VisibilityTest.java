package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.AccessPolicy;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceChange;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.Optional;
import java.util.function.Predicate;
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
        public Optional<Predicate<Resource>> visibility(RequestContext context, ResourceType type) {
            String name = type.name().equals("User") ? "userName" : "displayName";
            return Optional.of(resource -> !resource.string(name).orElseThrow().startsWith("secret"));
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
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            return all.update(context, id, wanted, current -> {
                        Attributes next = change.apply(cut(current, wanted));
                        for (AttributeDefinition attribute : type().definition().subAttributes()) {
                            next = wanted.includes(attribute)
                                    ? next
                                    : next.with(attribute, current.attributes().get(attribute));
                        }
                        return next;
                    })
                    .map(stored -> cut(stored, wanted));
        }

        @Override
        public boolean delete(RequestContext context, String id, Precondition precondition) {
            return all.delete(context, id, current -> precondition.check(cut(current, Wanted.nothing())));
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
        return Scim.of(
                settings.apply(Scim.builder().resources(userStore, groups).memberships(groups)));
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
}
