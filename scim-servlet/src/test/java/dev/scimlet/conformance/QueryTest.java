package dev.scimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("RFC 7644 §3.4.2: queries, sorting and pages")
class QueryTest {

    private static final String SEARCH = "'schemas':['<M>SearchRequest']";

    private final Scim scim = Scim.service();

    private void users(String... names) {
        for (String name : names) {
            scim.userId(name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"hue eq null, 2", "hue ne null, 1", "hue ne 'red', 2", "not (hue eq null), 1", "hue pr, 1"})
    @DisplayName("RFC 7644 §3.4.2.1: what a type lacks counts as without value, in brackets too")
    void aMissingPartIsWithoutValue(String condition, int matches) {
        Scim types = Scim.ofTypes(ofParts("Paint", "hue"), ofParts("Brush", "width"));
        types.post("/Paints", "{'schemas':['urn:example:Paint'],'parts':[{'note':'n','hue':'red'}]}")
                .expect(201);
        types.post("/Paints", "{'schemas':['urn:example:Paint'],'parts':[{'note':'n'}]}")
                .expect(201);
        types.post("/Brushs", "{'schemas':['urn:example:Brush'],'parts':[{'note':'n','width':'2'}]}")
                .expect(201);

        types.get("/?filter=" + Scim.encoded("parts[" + condition + "]")).has("/totalResults", matches);
    }

    private static ResourceType ofParts(String name, String part) {
        return ResourceType.builder(
                        name,
                        Schema.of(
                                "urn:example:" + name,
                                Things.with(
                                        "parts",
                                        AttributeType.COMPLEX,
                                        builder -> builder.multiValued(true)
                                                .subAttributes(
                                                        AttributeDefinition.string("note"),
                                                        AttributeDefinition.string(part)))))
                .build();
    }

    private List<String> sorted(String query) {
        return Scim.names(scim.get("/Users?" + query).expect(200), "userName");
    }

    @Test
    @Proves("S-2.1-01")
    void parametersAreNamedInAnyCase() {
        Scim service = Scim.service();
        service.user("a", "'title':'x'");
        service.user("b", "");

        service.get("/Users?Filter=" + Scim.encoded("userName eq 'b'")).has("/totalResults", 1);
        service.get("/Users?FILTER=" + Scim.encoded("userName eq 'b'") + "&filter=" + Scim.encoded("id pr"))
                .refused(400, "invalidFilter");
        service.get("/Users?Count=1&STARTINDEX=2&sortby=userName&SortOrder=descending&ATTRIBUTES=userName")
                .has("/itemsPerPage", 1)
                .has("/Resources/0/userName", "a")
                .lacks("/Resources/0/title");
    }

    @Test
    @Proves({"P-3.4.2-01", "P-3.4.2-02", "P-3.4.2-03", "P-3.4.2-04", "P-3.4.2-05"})
    void answersAreListResponses() {
        scim.get("/Users?filter=" + Scim.encoded("userName eq 'x'"))
                .expect(200)
                .has("/schemas", "['<M>ListResponse']")
                .has("/totalResults", 0)
                .has("/Resources", "[]");
        users("a", "b");
        scim.get("/Users")
                .expect(200)
                .has("/schemas", "['<M>ListResponse']")
                .has("/totalResults", 2)
                .has("/startIndex", 1)
                .has("/itemsPerPage", 2)
                .sized("/Resources", 2);
    }

    @Test
    @Proves("P-3.4.2-06")
    void unknownParametersAreIgnored() {
        users("a");
        scim.get("/Users?foo=bar&baz&=x").expect(200).has("/totalResults", 1);
    }

    @Test
    @Proves({"P-3.4.2-07", "P-3.4.2.1-01", "P-3.4.2.1-02", "P-3.4.2.1-04", "P-3.4.2.1-05"})
    void theBaseUrlIsQueriedOverAllTypes() {
        users("a", "b");
        scim.group("A");

        scim.get("/").expect(200).has("/totalResults", 3).sized("/Resources", 3);
        scim.get("").expect(200).has("/totalResults", 3);
        Answer groups = scim.get("/?filter=" + Scim.encoded("meta.resourceType eq 'Group'"))
                .has("/totalResults", 1);
        groups.has("/Resources/0/displayName", "A").has("/Resources/0/meta/resourceType", "Group");
        assertThat(Scim.names(
                        scim.get("/?filter=" + Scim.encoded("userName pr")).expect(200), "userName"))
                .containsExactly("a", "b");
        assertThat(Scim.names(
                        scim.get("/?filter=" + Scim.encoded("not (userName eq 'a')"))
                                .expect(200),
                        "meta"))
                .hasSize(2);
        scim.get("/?filter=" + Scim.encoded("nobodyHasThis pr")).refused(400, "invalidFilter");
        scim.get("/Groups?filter=" + Scim.encoded("userName pr")).refused(400, "invalidFilter");
        scim.get("/Users/" + scim.userId("c") + "?filter=" + Scim.encoded("userName pr"))
                .has("/totalResults", 1);
    }

    @Test
    @Proves({"P-3.4.2.1-03", "P-3.12-11"})
    void tooManyResultsAreRefused() {
        Scim limited = Scim.service(builder -> builder.limits(
                dev.scimlet.protocol.ServiceLimits.builder().maxTotalResults(1).build()));
        limited.userId("a");
        limited.get("/Users").expect(200);
        limited.userId("b");

        limited.get("/Users").refused(400, "tooMany");
        limited.get("/").refused(400, "tooMany");
        limited.search("userName eq 'a'").expect(200);
    }

    @Test
    @Proves({"P-3.4.2.1-06", "P-3.4.2.3-08"})
    void theMergedResultIsPagedAndSorted() {
        for (String name : List.of("d", "b", "f")) {
            scim.user("u" + name, "'displayName':'" + name + "'");
        }
        for (String name : List.of("c", "a", "e")) {
            scim.group(name);
        }
        List<String> walked = new java.util.ArrayList<>();
        for (int start = 1; start <= 6; start += 2) {
            Answer page = scim.get("/?sortBy=displayName&count=2&startIndex=" + start)
                    .expect(200)
                    .has("/totalResults", 6);
            walked.addAll(Scim.names(page, "displayName"));
        }
        assertThat(walked).containsExactly("a", "b", "c", "d", "e", "f");
        List<String> unsorted = new java.util.ArrayList<>();
        for (int start = 1; start <= 6; start += 4) {
            unsorted.addAll(Scim.names(scim.get("/?count=4&startIndex=" + start), "displayName"));
        }
        assertThat(unsorted).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
        assertThat(Scim.names(scim.get("/?sortBy=userName").expect(200), "userName"))
                .startsWith("ub", "ud", "uf");
        scim.get("/?sortBy=nobodyHasThis").refused(400, "invalidValue");
        scim.get("/Users?sortBy=nobodyHasThis").refused(400, "invalidValue");
    }

    // ---- sorting

    @Test
    @Proves({"P-3.4.2.3-02", "P-3.4.2.3-04", "P-3.4.2.3-09"})
    void sortsByOneAttribute() {
        scim.user("b", "'name':{'givenName':'x'}");
        scim.user("a", "'name':{'givenName':'z'}");
        scim.user("c", "'name':{'givenName':'y'},'<E>':{'department':'d'}");

        assertThat(sorted("sortBy=name.givenName")).containsExactly("b", "c", "a");
        assertThat(sorted("sortBy=NAME.GIVENNAME&sortOrder=descending")).containsExactly("a", "c", "b");
        assertThat(sorted("sortBy=userName&sortOrder=ascending")).containsExactly("a", "b", "c");
        assertThat(sorted("sortBy=" + Scim.encoded("<E>:department"))).startsWith("c");
        assertThat(sorted("sortOrder=descending")).containsExactly("b", "a", "c");
        scim.get("/Users?sortBy=name").refused(400, "invalidValue");
        scim.get("/Users?sortBy=userName&sortOrder=up").refused(400, "invalidValue");
    }

    @Test
    @Proves("P-3.4.2.3-03")
    void listsSortByTheirPrimaryOrFirstValue() {
        scim.user("a", "'emails':[{'value':'a@x'},{'value':'z@x','primary':true}]");
        scim.user("b", "'emails':[{'value':'m@x'},{'value':'a@x'}]");

        assertThat(sorted("sortBy=emails.value")).containsExactly("b", "a");
        assertThat(sorted("sortBy=emails&sortOrder=descending")).containsExactly("a", "b");
    }

    @Test
    @Proves("P-3.4.2.3-05")
    void whatHasNoValueIsLastOrFirst() {
        users("none");
        scim.user("a", "'title':'x'");

        assertThat(sorted("sortBy=title")).containsExactly("a", "none");
        assertThat(sorted("sortBy=title&sortOrder=descending")).containsExactly("none", "a");
    }

    @Test
    @Proves("P-3.4.2.3-06")
    void theOrderFollowsTheType() {
        Scim things = Things.service();
        things.post(
                "/Things",
                Things.thing("'amount':10,'note':'b','code':'B','due':'2020-01-01T00:00:00+02:00','weight':1.5"));
        things.post(
                "/Things", Things.thing("'amount':9,'note':'A','code':'a','due':'2019-12-31T23:00:00Z','weight':-2"));
        java.util.function.Function<String, List<String>> notes = attribute ->
                Scim.names(things.get("/Things?sortBy=" + attribute).expect(200), "note");

        assertThat(notes.apply("amount")).containsExactly("A", "b");
        assertThat(notes.apply("note")).containsExactly("A", "b");
        assertThat(notes.apply("code")).containsExactly("b", "A");
        assertThat(notes.apply("due")).containsExactly("b", "A");
        assertThat(notes.apply("weight")).containsExactly("A", "b");
        things.get("/Things?sortBy=key").refused(400, "invalidValue");
    }

    @Test
    @Proves("P-3.4.2.3-07")
    void tiesAreBrokenById() {
        List<String> ids = new java.util.ArrayList<>();
        for (int i = 0; i < 9; i++) {
            ids.add(scim.user("u" + i, "'title':'same'").id());
        }
        List<String> walked = new java.util.ArrayList<>();
        for (int start = 1; start <= 9; start += 2) {
            walked.addAll(Scim.names(scim.get("/Users?sortBy=title&count=2&startIndex=" + start), "id"));
        }
        java.util.Collections.sort(ids);
        assertThat(walked).containsExactlyElementsOf(ids);
    }

    @Test
    @Proves("P-3.4.2.3-10")
    void secretsAreNoOrder() {
        scim.get("/Users?sortBy=password").refused(400, "invalidValue");
    }

    // ---- pages by index

    @Test
    @Proves({"P-3.4.2.4-01", "P-3.4.2.4-02", "P-3.4.2.4-03", "P-3.4.2.4-09", "P-3.4.2.4-10", "P-3.4.2.4-11"})
    void pagesCountFromOne() {
        users("a", "b", "c");

        scim.get("/Users?startIndex=2")
                .has("/startIndex", 2)
                .has("/itemsPerPage", 2)
                .has("/totalResults", 3);
        assertThat(Scim.names(scim.get("/Users?startIndex=1&count=1"), "userName"))
                .containsExactly("a");
        scim.get("/Users?startIndex=0&count=1").has("/startIndex", 1).has("/Resources/0/userName", "a");
        scim.get("/Users?startIndex=-5&count=1").has("/startIndex", 1).sized("/Resources", 1);
        scim.get("/Users?startIndex=3&count=2").has("/itemsPerPage", 1).has("/totalResults", 3);
        scim.get("/Users?startIndex=9999")
                .expect(200)
                .has("/startIndex", 9999)
                .has("/totalResults", 3)
                .has("/Resources", "[]");
    }

    @Test
    @Proves({"P-3.4.2.4-04", "P-3.4.2.4-05"})
    void countZeroGivesTheTotalOnly() {
        users("a", "b");

        scim.get("/Users?count=0")
                .expect(200)
                .has("/totalResults", 2)
                .has("/itemsPerPage", 0)
                .has("/Resources", "[]");
        scim.get("/Users?count=-1").expect(200).has("/totalResults", 2).has("/Resources", "[]");
    }

    @Test
    @Proves({"P-3.4.2.4-06", "P-3.4.2.4-07"})
    void theServerChoosesAndCutsThePageSize() {
        Scim paged = Scim.service(builder -> builder.limits(dev.scimlet.protocol.ServiceLimits.builder()
                .defaultPageSize(2)
                .maxResults(3)
                .build()));
        for (int i = 0; i < 5; i++) {
            paged.userId("u" + i);
        }
        paged.get("/Users").has("/itemsPerPage", 2).has("/totalResults", 5);
        paged.get("/Users?count=1000000").expect(200).has("/itemsPerPage", 3);
        paged.get("/ServiceProviderConfig").has("/filter/maxResults", 3);
    }

    @Test
    @Proves({"P-3.4.2.4-08", "P-3.4.2.4-12"})
    void numbersAreIntegers() {
        users("a");

        scim.get("/Users?count=abc").refused(400, "invalidValue");
        scim.get("/Users?startIndex=1.5").refused(400, "invalidValue");
        scim.get("/Users?count=").expect(200).has("/itemsPerPage", 1);
        scim.get("/Users?startIndex=99999999999")
                .expect(200)
                .has("/Resources", "[]")
                .has("/totalResults", 1);
        scim.get("/Users?count=99999999999999999999999").expect(200).sized("/Resources", 1);
        scim.get("/Users?startIndex=-99999999999").expect(200).has("/startIndex", 1);
    }

    // ---- .search

    @Test
    @Proves({"P-3.4.3-01", "P-3.4.3-03", "P-3.4.3-04", "P-3.9-06"})
    void aSearchByPostIsTheSameQuery() {
        users("a", "b", "c");

        Answer get = scim.get("/Users?filter=" + Scim.encoded("userName ne 'b'")
                + "&sortBy=userName&sortOrder=descending&startIndex=1&count=1&attributes=userName,title");
        Answer post = scim.post(
                        "/Users/.search",
                        "{" + SEARCH + ",'filter':'userName ne \\\"b\\\"','sortBy':'userName',"
                                + "'sortOrder':'descending','startIndex':1,'count':1,'attributes':['userName','title']}")
                .expect(200);
        assertThat(post.body()).isEqualTo(get.body());
        post.has("/schemas", "['<M>ListResponse']").has("/totalResults", 2).has("/Resources/0/userName", "c");
        scim.post("/.search", "{" + SEARCH + ",'filter':'userName eq \\\"a\\\"','excludedAttributes':['userName']}")
                .expect(200)
                .has("/totalResults", 1)
                .lacks("/Resources/0/userName");
    }

    @Test
    @Proves("P-3.4.3-02")
    void aSearchNamesItsSchema() {
        scim.post("/Users/.search", "{'filter':'userName pr'}").refused(400, "invalidSyntax");
        scim.post("/Users/.search", "{'schemas':['<M>PatchOp']}").refused(400, "invalidSyntax");
        scim.post("/.search", "{}").refused(400, "invalidSyntax");
        scim.post("/.search", "[]").refused(400, "invalidSyntax");
    }

    @Test
    @Proves({"P-3.4.3-05", "P-3.4.3-06", "P-3.4.3-07"})
    void aSearchIsReadTolerantly() {
        users("a", "b");

        scim.post(
                        "/Users/.search?filter=" + Scim.encoded("userName eq 'a'") + "&count=1",
                        "{" + SEARCH + ",'attributes':'userName, title','foo':{'bar':[1]}}")
                .expect(200)
                .has("/totalResults", 2)
                .sized("/Resources", 2)
                .has("/Resources/0/userName", "a")
                .lacks("/Resources/0/meta");
    }

    /** What a repository of groups is to a service. */
    private interface Groups extends ResourceRepository, MembershipSource {}

    @Test
    void groupsAreAskedForOnceForAPage() {
        List<String> asked = new ArrayList<>();
        AtomicInteger ids = new AtomicInteger(10);
        Supplier<String> inOrder = () -> Integer.toString(ids.incrementAndGet());
        InMemoryRepository store = InMemoryRepository.builder(StandardTypes.group())
                .ids(inOrder)
                .memberships("members")
                .build();
        Groups groups = (Groups) Proxy.newProxyInstance(
                Groups.class.getClassLoader(), new Class<?>[] {Groups.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.invoke(store, arguments);
                });
        Scim scim = Scim.of(Scim.builder()
                .repositories(
                        InMemoryRepository.builder(StandardTypes.user())
                                .ids(inOrder)
                                .build(),
                        groups));
        for (String name : List.of("a", "b", "c", "d")) {
            scim.group("of " + name, scim.userId(name));
        }
        asked.clear();

        Answer page = scim.get("/?sortBy=id").expect(200).sized("/Resources", 8);
        page.has("/Resources/0/groups/0/display", "of a").has("/Resources/6/groups/0/display", "of d");
        assertThat(asked).containsOnlyOnce("membershipsOf");
        asked.clear();
        scim.get("/Users").expect(200).has("/Resources/3/groups/0/display", "of d");
        assertThat(asked).containsOnlyOnce("membershipsOf");
    }
}
