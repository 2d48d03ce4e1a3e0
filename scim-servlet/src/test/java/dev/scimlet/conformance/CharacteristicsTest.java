package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7643 §2.2, §7: characteristics")
class CharacteristicsTest {

    private static final String THING = Things.thing("");

    @Test
    @Proves("S-2.2-01")
    void defaultsAreThoseOfTheRfc() {
        AttributeDefinition plain = AttributeDefinition.string("plain");

        assertThat(plain.required()).isFalse();
        assertThat(plain.canonicalValues()).isEmpty();
        assertThat(plain.caseExact()).isFalse();
        assertThat(plain.mutability()).isEqualTo(Mutability.READ_WRITE);
        assertThat(plain.returned()).isEqualTo(Returned.DEFAULT);
        assertThat(plain.uniqueness()).isEqualTo(Uniqueness.NONE);
        assertThat(plain.type()).isEqualTo(AttributeType.STRING);
        assertThat(plain.multiValued()).isFalse();
    }

    @Test
    @Proves({"S-2.2-02", "P-3.3-09"})
    void aRequiredAttributeIsDemanded() {
        Scim scim = Scim.service();

        scim.post("/Users", user("'displayName':'x'")).refused(400, "invalidValue");
        scim.post("/Users", user("'userName':null")).refused(400, "invalidValue");
        scim.post("/Users", user("'userName':''")).refused(400, "invalidValue");
    }

    @Test
    @Proves("S-2.2-03")
    void requiredPartsAreDemandedOnlyWhereTheWholeIsThere() {
        Schema extension = Schema.of(
                "urn:example:params:scim:schemas:Badge",
                AttributeDefinition.builder("number", AttributeType.STRING)
                        .required(true)
                        .build(),
                AttributeDefinition.string("color"));
        Scim scim =
                Scim.ofUsers(StandardTypes.userBuilder().extension(extension).build(), builder -> builder);
        Scim things = Things.service();

        scim.post("/Users", user("'userName':'a'")).expect(201);
        scim.post("/Users", user("'userName':'b','urn:example:params:scim:schemas:Badge':{'color':'red'}"))
                .refused(400, "invalidValue");
        things.post("/Things", THING).expect(201);
        things.post("/Things", Things.thing("'box':{'lid':'flat'}")).refused(400, "invalidValue");
        things.post("/Things", Things.thing("'box':{'size':'big'}")).expect(201);
    }

    @Test
    @Proves("S-2.2-04")
    void canonicalValuesAreSuggestionsUnlessEnforced() {
        Scim things = Things.service();

        things.post("/Things", Things.thing("'shade':'muddy'")).expect(201).has("/shade", "muddy");
        things.post("/Things", Things.thing("'color':'green'")).refused(400, "invalidValue");
        things.post("/Things", Things.thing("'color':'RED'")).expect(201);
        Scim.service().user("a", "'emails':[{'value':'a@b','type':'boat'}]").has("/emails/0/type", "boat");
    }

    @Test
    @Proves({"S-2.2-05", "S-3.1-05", "P-3.4.2.2-27"})
    void caseCountsWhereTheAttributeIsCaseExact() {
        Scim scim = Scim.service();
        scim.user("bjensen", "'externalId':'abc'");

        assertThat(scim.find("externalId eq 'ABC'")).isEmpty();
        assertThat(scim.find("externalId eq 'abc'")).containsExactly("bjensen");
        assertThat(scim.find("userName sw 'BJ' and externalId sw 'ab'")).containsExactly("bjensen");
    }

    @Test
    @Proves({"S-2.2-06", "S-2.2-07", "S-2.2-18"})
    void caseDoesNotCountElsewhereButIsKept() {
        Scim scim = Scim.service();
        Answer created = scim.user("BJensen", "");

        assertThat(scim.find("userName eq 'bjENSEN'")).containsExactly("BJensen");
        scim.post("/Users", user("'userName':'bjensen'")).refused(409, "uniqueness");
        scim.get("/Users/" + created.id()).has("/userName", "BJensen");
    }

    @Test
    @Proves("S-2.2-08")
    void readOnlyAttributesAreNotTheClients() {
        Scim things = Things.service();
        Answer created = things.post("/Things", Things.thing("'state':'mine'"))
                .expect(201)
                .lacks("/state");
        String path = "/Things/" + created.id();

        things.put(path, Things.thing("'state':'mine'")).expect(200).lacks("/state");
        things.patch(path, patchOp("{'op':'add','path':'state','value':'mine'}"))
                .refused(400, "mutability");
    }

    @Test
    @Proves({"S-2.2-09", "P-3.5.1-05", "P-3.5.1-06", "P-3.5.1-07", "P-3.5.2-11", "P-3.5.2-12"})
    void immutableAttributesAreSetOnce() {
        Scim things = Things.service();
        String path = "/Things/"
                + things.post("/Things", Things.thing("'serial':'7'"))
                        .expect(201)
                        .id();

        things.put(path, Things.thing("'serial':'8'")).refused(400, "mutability");
        things.put(path, Things.thing("'serial':null")).refused(400, "mutability");
        things.put(path, Things.thing("'serial':'7','note':'a'"))
                .expect(200)
                .has("/note", "a")
                .has("/serial", "7");
        things.put(path, Things.thing("'note':'b'"))
                .expect(200)
                .has("/serial", "7")
                .has("/note", "b");
        things.patch(path, patchOp("{'op':'replace','path':'serial','value':'8'}"))
                .refused(400, "mutability");
        things.patch(path, patchOp("{'op':'add','path':'serial','value':'8'}")).refused(400, "mutability");
        things.patch(path, patchOp("{'op':'remove','path':'serial'}")).refused(400, "mutability");
        things.patch(path, patchOp("{'op':'replace','path':'serial','value':'7'}"))
                .expect(200);
        things.get(path).has("/serial", "7");

        String bare = "/Things/" + things.post("/Things", THING).expect(201).id();
        things.patch(bare, patchOp("{'op':'add','path':'serial','value':'9'}"))
                .expect(200)
                .has("/serial", "9");
        String other = "/Things/" + things.post("/Things", THING).expect(201).id();
        things.put(other, Things.thing("'serial':'10'")).expect(200).has("/serial", "10");
    }

    @Test
    @Proves({"S-2.2-10", "S-2.2-12", "S-4.1.1-09"})
    void aPasswordNeverComesBack() {
        Scim scim = Scim.service();
        Answer created = scim.user("bjensen", "'password':'t1meMa$heen'");
        String path = "/Users/" + created.id();
        String body = user("'userName':'bjensen','password':'t1meMa$heen2'");

        for (Answer answer : List.of(
                created,
                scim.get(path),
                scim.get(path + "?attributes=password"),
                scim.get("/Users?attributes=password,userName"),
                scim.put(path + "?attributes=password", body),
                scim.patch(
                        path + "?attributes=password",
                        patchOp("{'op':'replace','path':'password','value':'t1meMa$heen3'}")),
                scim.post("/Users/.search", "{'schemas':['<M>SearchRequest'],'attributes':['password']}"),
                scim.bulkOf("{'method':'PATCH','path':'" + path + "','data':"
                        + patchOp("{'op':'replace','path':'password','value':'t1meMa$heen4'}") + "}"))) {
            assertThat(answer.status()).isLessThan(300);
            assertThat(answer.text())
                    .doesNotContain("password")
                    .doesNotContain("t1me")
                    .doesNotContain("hash");
        }
        scim.patch(path, patchOp("{'op':'replace','path':'password','value':['t1meMa$heen5', 't1meMa$heen6']}"))
                .refused(400, "invalidValue");
    }

    @Test
    @Proves({"S-2.2-11", "S-3.1-04", "P-3.9-04", "P-3.9-14"})
    void whatIsAlwaysReturnedCannotBeLeftOut() {
        Scim scim = Scim.service();
        Answer created = scim.user("bjensen", "'emails':[{'value':'a@b'}]");
        String path = "/Users/" + created.id();

        scim.get(path + "?attributes=userName")
                .has("/id", created.id())
                .sized("/schemas", 1)
                .lacks("/emails");
        scim.get(path + "?excludedAttributes=id,schemas,emails")
                .has("/id", created.id())
                .has("/userName", "bjensen")
                .sized("/schemas", 1)
                .lacks("/emails");
        Scim things = Things.service();
        String thing =
                "/Things/" + things.post("/Things", Things.thing("'fixed':'f'")).id();
        things.get(thing + "?attributes=note").has("/fixed", "f").lacks("/label");
        things.get(thing + "?excludedAttributes=fixed").has("/fixed", "f");
    }

    @Test
    @Proves({"S-2.2-13", "P-3.9-03", "P-3.9-02", "P-3.4.1-03"})
    void defaultAttributesAreReturnedUnlessOthersAreNamed() {
        Scim scim = Scim.service();
        Answer created = scim.user("bjensen", "'title':'Boss'");
        String path = "/Users/" + created.id();

        assertThat(scim.get(path).memberNames())
                .containsExactlyInAnyOrder("schemas", "id", "userName", "title", "meta");
        assertThat(scim.get(path + "?attributes=userName").memberNames())
                .containsExactlyInAnyOrder("schemas", "id", "userName");
        scim.get(path + "?excludedAttributes=title").lacks("/title").has("/userName", "bjensen");
    }

    @Test
    @Proves("S-2.2-14")
    void attributesReturnedOnRequest() {
        Scim things = Things.service();
        Answer created = things.post("/Things", Things.thing("'onDemand':'a'"))
                .expect(201)
                .has("/onDemand", "a");
        String path = "/Things/" + created.id();

        things.get(path).lacks("/onDemand");
        things.get("/Things").lacks("/Resources/0/onDemand");
        things.get(path + "?attributes=onDemand").has("/onDemand", "a").lacks("/label");
        things.get("/Things?attributes=onDemand").has("/Resources/0/onDemand", "a");
        things.put(path, Things.thing("'onDemand':'b'")).expect(200).has("/onDemand", "b");
        things.patch(path, patchOp("{'op':'replace','path':'onDemand','value':'c'}"))
                .expect(200)
                .has("/onDemand", "c");
        things.patch(path, patchOp("{'op':'replace','path':'note','value':'c'}"))
                .expect(200)
                .lacks("/onDemand");
        things.patch(path + "?attributes=onDemand", patchOp("{'op':'replace','path':'note','value':'d'}"))
                .expect(200)
                .has("/onDemand", "c");
    }

    @Test
    @Proves("S-2.2-14")
    void whatTheServerFilledInIsNotReturnedUnasked() {
        Scim things = Scim.of(Scim.builder()
                .repositories(InMemoryRepository.of(Things.type()))
                .defaultValue("Thing", "onDemand", "filled in"));
        Answer created = things.post("/Things", Things.thing("")).expect(201).lacks("/onDemand");
        String path = "/Things/" + created.id();

        things.get(path + "?attributes=onDemand").has("/onDemand", "filled in");
        things.put(path, Things.thing("'note':'x'")).expect(200).lacks("/onDemand");
        things.post("/Things", Things.thing("'onDemand':'given'")).expect(201).has("/onDemand", "given");
        things.post("/Things?attributes=onDemand", Things.thing("")).expect(201).has("/onDemand", "filled in");
    }

    @Test
    @Proves("S-2.2-14")
    void subAttributesReturnedOnRequest() {
        AttributeDefinition onDemand = AttributeDefinition.builder("onDemand", AttributeType.STRING)
                .returned(Returned.REQUEST)
                .build();
        Schema schema = Schema.of(
                "urn:example:params:scim:schemas:Crate",
                AttributeDefinition.builder("box", AttributeType.COMPLEX)
                        .subAttributes(AttributeDefinition.string("size"), onDemand)
                        .build(),
                AttributeDefinition.builder("lids", AttributeType.COMPLEX)
                        .multiValued(true)
                        .subAttributes(AttributeDefinition.string("value"), onDemand)
                        .build());
        Scim crates = Scim.ofTypes(ResourceType.builder("Crate", schema).build());
        String start = "{'schemas':['" + schema.id() + "'],";
        String path = "/Crates/"
                + crates.post(
                                "/Crates",
                                start
                                        + "'box':{'size':'s','onDemand':'a'},'lids':[{'value':'1','onDemand':'b'},{'value':'2'}]}")
                        .expect(201)
                        .has("/box/onDemand", "a")
                        .has("/lids/0/onDemand", "b")
                        .id();

        crates.get(path).has("/box/size", "s").lacks("/box/onDemand", "/lids/0/onDemand");
        crates.patch(path, patchOp("{'op':'replace','path':'box.onDemand','value':'c'}"))
                .expect(200)
                .has("/box/onDemand", "c")
                .has("/box/size", "s")
                .lacks("/lids/0/onDemand");
        crates.patch(path, patchOp("{'op':'add','value':{'box':{'onDemand':'d'}}}"))
                .expect(200)
                .has("/box/onDemand", "d");
        crates.patch(path, patchOp("{'op':'add','path':'lids','value':[{'value':'3','onDemand':'e'}]}"))
                .expect(200)
                .has("/lids/2/onDemand", "e")
                .lacks("/box/onDemand");
        crates.put(path, start + "'box':{'size':'t'}}").expect(200).lacks("/box/onDemand");
    }

    @Test
    @Proves({"S-2.2-15", "S-4.1.1-12"})
    void aFilterOnASecretIsRefused() {
        Scim scim = Scim.service();
        scim.user("bjensen", "'password':'x'");

        scim.search("password eq 'hash'").refused(403, "sensitive");
        scim.search("not (password pr)").refused(403, "sensitive");
        scim.post("/Users/.search", "{'schemas':['<M>SearchRequest'],'filter':'password pr'}")
                .refused(400, "invalidFilter");
    }

    @Test
    @Proves({"S-2.2-16", "S-2.2-17", "S-2.2-19", "S-2.2-20"})
    void uniqueValuesAreUnique() {
        Scim things = Things.service();
        things.post("/Things", Things.thing("'code':'a','slug':'s'")).expect(201);
        String path = "/Things/" + things.post("/Things", THING).expect(201).id();
        things.post("/Things", THING).expect(201);

        things.post("/Things", Things.thing("'code':'a'")).refused(409, "uniqueness");
        things.post("/Things", Things.thing("'slug':'S'")).refused(409, "uniqueness");
        things.put(path, Things.thing("'code':'a'")).refused(409, "uniqueness");
        things.patch(path, patchOp("{'op':'add','path':'slug','value':'s'}")).refused(409, "uniqueness");
        things.post("/Things", Things.thing("'code':'A'")).expect(201);
    }

    @Test
    @Proves("S-2.2-21")
    void uniquenessHoldsUnderConcurrency() throws Exception {
        Scim scim = Scim.service();
        int clients = 8;
        java.util.concurrent.CyclicBarrier start = new java.util.concurrent.CyclicBarrier(clients);
        java.util.concurrent.ExecutorService pool = java.util.concurrent.Executors.newFixedThreadPool(clients);
        try {
            List<java.util.concurrent.Callable<Integer>> posts = java.util.Collections.nCopies(clients, () -> {
                start.await();
                return scim.post("/Users", user("'userName':'bjensen'")).status();
            });
            List<Integer> statuses = new java.util.ArrayList<>();
            for (java.util.concurrent.Future<Integer> answer : pool.invokeAll(posts)) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        } finally {
            pool.shutdown();
        }
    }
}
