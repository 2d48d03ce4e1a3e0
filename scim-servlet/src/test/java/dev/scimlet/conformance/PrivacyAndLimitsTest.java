package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceLimits;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@DisplayName("RFC 7644 §7, RFC 7643 §9: limits and privacy")
@Isolated("reads what is written to standard error")
class PrivacyAndLimitsTest {

    /** What is written to standard error, where slf4j-simple logs. */
    private static String logged(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Test
    @Proves({"S-9-01", "P-7.5.2-02", "P-3.12-06"})
    void logsHoldNoPersonalData() {
        Scim failing = Scim.of(Scim.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .onChange(event -> {
                    throw new IllegalStateException("the listener is broken");
                })
                .me(context -> {
                    throw new IllegalStateException("the resolver is broken");
                }));
        String log = logged(() -> {
            String path = "/Users/"
                    + failing.user("Barbara", "'password':'t1meMa$heen','emails':[{'value':'barbara@x'}]")
                            .id();
            failing.get("/Users?filter=" + Scim.encoded("userName eq 'Barbara'"))
                    .expect(200);
            failing.patch(path, patchOp("{'op':'add','path':'title','value':'Barbara'}"))
                    .expect(200);
            failing.post("/Users", user("'userName':'Barbara'")).refused(409, "uniqueness");
            failing.get("/Me?filter=Barbara", "Authorization", "Bearer Barbara").refused(500);
        });

        assertThat(log).contains("listener is broken").contains("resolver is broken");
        assertThat(log)
                .doesNotContain("Barbara")
                .doesNotContain("barbara")
                .doesNotContain("t1me")
                .doesNotContain("filter=");
    }

    @Test
    @Proves({"E-9967-13", "S-4.1.1-09"})
    void eventsHoldNoSecrets() {
        List<dev.scimlet.protocol.ResourceEvent> events = new java.util.ArrayList<>();
        Scim telling = Scim.service(builder -> builder.onChange(events::add));
        String path = "/Users/" + telling.user("a", "'password':'x'").id();
        telling.put(path, user("'userName':'a','password':'y','title':'t'")).expect(200);
        telling.patch(path, patchOp("{'op':'replace','value':{'password':'z','title':'u'}}"))
                .expect(200);
        telling.delete(path).expect(204);

        assertThat(events).hasSize(4);
        for (dev.scimlet.protocol.ResourceEvent event : events) {
            List<dev.scimlet.core.resource.Resource> resources = new java.util.ArrayList<>();
            if (event instanceof dev.scimlet.protocol.ResourceEvent.Created created) {
                resources.add(created.resource());
            } else if (event instanceof dev.scimlet.protocol.ResourceEvent.Changed changed) {
                resources.add(changed.after());
                resources.add(java.util.Objects.requireNonNull(changed.before()));
            }
            resources.forEach(resource ->
                    assertThat(resource.attributes().value("password")).isEmpty());
        }
    }

    @Test
    @Proves("P-7-02")
    void everyLimitIsKept() {
        Scim small = Scim.service(builder -> builder.limits(ServiceLimits.builder()
                .maxBodyBytes(2_000)
                .filterLength(40)
                .filterDepth(2)
                .filterComparisons(2)
                .maxNesting(5)
                .maxEntries(3)
                .maxPatchOperations(2)
                .build()));
        String path = "/Users/" + small.userId("a");

        small.post("/Users", user("'userName':'" + "b".repeat(2_000) + "'")).refused(413);
        small.post("/Users", user("'userName':'b','x':[[[[[[1]]]]]]")).refused(400, "invalidSyntax");
        small.search("userName eq '" + "x".repeat(40) + "'").refused(400, "invalidFilter");
        small.search("(((userName pr)))").refused(400, "invalidFilter");
        small.search("title pr or id pr or id pr").refused(400, "invalidFilter");
        small.post("/Users", user("'userName':'b','emails':[{'value':'1'},{'value':'2'},{'value':'3'},{'value':'4'}]"))
                .refused(413);
        small.patch(
                        path,
                        patchOp("{'op':'add','path':'emails',"
                                + "'value':[{'value':'1'},{'value':'2'},{'value':'3'},{'value':'4'}]}"))
                .refused(413);
        small.get(path).expect(200).lacks("/emails");
        String operation = "{'op':'add','path':'title','value':'x'}";
        small.patch(path, patchOp(operation, operation)).expect(200);
        small.patch(path, patchOp(operation, operation, operation)).refused(413);
        assertThat(ServiceLimits.DEFAULT.maxPatchOperations()).isEqualTo(1_000);
    }

    @Test
    void onlyAnHonestRequestBuysAHash() {
        AtomicInteger hashes = new AtomicInteger();
        Scim counting = Scim.service(builder -> builder.passwordEncoder(plain -> "hash " + hashes.incrementAndGet())
                .valueRule("User", "password", plain -> {
                    assertThat(plain).isEqualTo("x");
                    return plain;
                }));
        String path = "/Users/" + counting.user("a", "'password':'x'").id();
        assertThat(hashes).hasValue(1);
        String write = "{'op':'replace','path':'password','value':'x'}";
        String wrong = "{'op':'replace','path':'userName','value':{}}";

        counting.post("/Users", user("'password':'x'")).refused(400, "invalidValue");
        counting.put("/Users/none", user("'userName':'a','password':'x'")).refused(404);
        counting.put(path, user("'userName':'a','password':'x'"), "If-Match", "W/\"0\"")
                .refused(412);
        counting.patch("/Users/none", patchOp(write)).refused(404);
        counting.patch(path, patchOp(write), "If-Match", "W/\"0\"").refused(412);
        counting.patch(path, patchOp(write, wrong)).refused(400, "invalidValue");
        assertThat(hashes).hasValue(1);

        counting.patch(path, patchOp(write)).expect(200);
        counting.put(path, user("'userName':'a','password':'x'")).expect(200);
        counting.patch(path, patchOp("{'op':'add','value':{'password':'x','title':'t'}}"))
                .expect(200);
        assertThat(hashes).hasValue(4);
        counting.patch(path, patchOp(Collections.nCopies(500, write).toArray(String[]::new)))
                .expect(200);
        assertThat(hashes).hasValue(5);
    }

    @Test
    @Proves({"P-7.7-01"})
    void textsAreNothingButTexts() {
        Scim scim = Scim.service();
        for (String hostile : List.of(
                "<script>alert(1)</script>",
                "${jndi:ldap://x}",
                "'; drop table users; --",
                "../../etc/passwd",
                "%00",
                "{{7*7}}")) {
            String json = hostile.replace("'", "\\u0027");
            Answer created =
                    scim.post("/Users", user("'userName':'" + json + "'")).expect(201);
            assertThat(created.at("/userName").asText()).isEqualTo(hostile);
            assertThat(Scim.names(
                            scim.get("/Users?filter="
                                    + java.net.URLEncoder.encode(
                                            "userName eq \"" + hostile + "\"", StandardCharsets.UTF_8)),
                            "userName"))
                    .containsExactly(hostile);
        }
        scim.get("/Users/../Groups").refused(404);
        scim.get("/Users/%2e%2e").refused(404);
    }

    @Test
    @Proves("P-3.6-05")
    void aStoreMayKeepTombstones() {
        InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
        List<String> tombstones = new java.util.ArrayList<>();
        dev.scimlet.spi.ResourceRepository keeping =
                (dev.scimlet.spi.ResourceRepository) java.lang.reflect.Proxy.newProxyInstance(
                        PrivacyAndLimitsTest.class.getClassLoader(),
                        new Class<?>[] {dev.scimlet.spi.ResourceRepository.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("delete")) {
                                tombstones.add((String) arguments[1]);
                            }
                            return method.invoke(users, arguments);
                        });
        Scim service = Scim.of(Scim.builder().repositories(keeping));
        String id = service.userId("a");

        service.delete("/Users/" + id).expect(204);
        assertThat(tombstones).containsExactly(id);
        service.get("/Users/" + id).refused(404);
        service.user("a", "");
    }

    @Test
    void theLogTellsAtStartOfHooksThatRefuseTooLate() {
        String warning = "what a hook refuses is stored all the same";

        assertThat(logged(() -> hooked().unitOfWork(UnitOfWork.ordered()).build()))
                .contains("WARN", warning);
        assertThat(logged(() -> hooked().build())).doesNotContain(warning);
        assertThat(logged(() -> unhooked().unitOfWork(UnitOfWork.ordered()).build()))
                .doesNotContain(warning);
        assertThat(logged(() -> unhooked()
                        .unitOfWork(UnitOfWork.ordered())
                        .install(installation -> installation.onChangeInUnit((event, unit) -> {}))
                        .build()))
                .contains(warning);
    }

    private static ScimService.Builder hooked() {
        return unhooked().onChangeInUnit((event, unit) -> {});
    }

    private static ScimService.Builder unhooked() {
        return Scim.builder().repositories(InMemoryRepository.of(StandardTypes.user()));
    }
}
