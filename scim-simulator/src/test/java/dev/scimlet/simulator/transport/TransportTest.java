package dev.scimlet.simulator.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.simulator.server.HttpFrontEnd;
import dev.scimlet.simulator.server.SmallScimServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransportTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-05T08:00:00Z"), ZoneOffset.UTC);

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void understandsRetryAfterAsSecondsAsDateAndNotAtAll() throws IOException {
        assertThat(pausesFor(Map.of("retry-after", "3"))).containsExactly(Duration.ofSeconds(3));
        assertThat(pausesFor(Map.of("Retry-After", "Mon, 5 Jan 2026 08:00:10 GMT")))
                .containsExactly(Duration.ofSeconds(10));
        assertThat(pausesFor(Map.of("Retry-After", "Mon, 5 Jan 2026 07:00:00 GMT")))
                .containsExactly(Duration.ZERO);
        assertThat(pausesFor(Map.of("Retry-After", "soon"))).containsExactly(Duration.ofSeconds(1));
        assertThat(pausesFor(Map.of())).containsExactly(Duration.ofSeconds(1));
    }

    private List<Duration> pausesFor(Map<String, String> headers) throws IOException {
        pauses.clear();
        List<ScimAnswer> answers =
                new ArrayList<>(List.of(new ScimAnswer(429, headers, ""), new ScimAnswer(200, Map.of(), "")));
        ScimAnswer answer = new RetryAfterTransport(call -> answers.remove(0), pauses::add, CLOCK).send(call(1));
        assertThat(answer.status()).isEqualTo(200);
        return List.copyOf(pauses);
    }

    @Test
    void givesUpWaitingAfterTenAttempts() throws IOException {
        ScimAnswer refusal = new ScimAnswer(429, Map.of(), "");

        ScimAnswer answer = new RetryAfterTransport(call -> refusal, pauses::add, CLOCK).send(call(1));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(pauses)
                .hasSize(9)
                .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
                .endsWith(Duration.ofMinutes(1));
    }

    @Test
    void injectsTheSameFaultsForTheSameSeedWhateverTheOrder() {
        List<String> forwards = outcomes(1, 0, 200, 1);
        List<String> backwards = new ArrayList<>(outcomes(1, 199, -1, -1));
        Collections.reverse(backwards);

        assertThat(backwards).isEqualTo(forwards);
        assertThat(outcomes(2, 0, 200, 1)).isNotEqualTo(forwards);
        assertThat(forwards)
                .contains("200", "503", "lost")
                .filteredOn("200"::equals)
                .hasSizeBetween(40, 120);
    }

    @Test
    void injectsTheSameFaultsWhateverTokenAndIdsARunHas() {
        List<String> one = outcomesOfARun("token of one run", 1);
        List<String> another = outcomesOfARun("token of another", 100);

        assertThat(another).isEqualTo(one).contains("200", "lost");
    }

    private static List<String> outcomesOfARun(String token, int firstId) {
        FaultInjectingTransport transport = new FaultInjectingTransport(
                call -> new ScimAnswer(200, Map.of(), ""), 1, Map.of(Fault.LOST_REQUEST, 0.5));
        List<String> outcomes = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            String id = new UUID(firstId, number).toString();
            String member = new UUID(number, firstId).toString().toUpperCase(Locale.ROOT);
            ScimCall call = new ScimCall(
                    "PATCH", "/Groups/" + id, Map.of("Authorization", token), "{\"value\": \"" + member + "\"}");
            try {
                outcomes.add(Integer.toString(transport.send(call).status()));
            } catch (IOException e) {
                outcomes.add("lost");
            }
        }
        return outcomes;
    }

    private static List<String> outcomes(long seed, int from, int to, int step) {
        FaultInjectingTransport transport = new FaultInjectingTransport(
                call -> new ScimAnswer(200, Map.of(), ""),
                seed,
                Map.of(Fault.LOST_ANSWER, 0.2, Fault.LOST_REQUEST, 0.2, Fault.UNAVAILABLE, 0.2));
        List<String> outcomes = new ArrayList<>();
        for (int number = from; number != to; number += step) {
            try {
                outcomes.add(Integer.toString(transport.send(call(number)).status()));
            } catch (IOException e) {
                outcomes.add("lost");
            }
        }
        return outcomes;
    }

    @Test
    void carriesOutARequestWhoseAnswerGetsLostAndNoOther() {
        List<ScimCall> arrived = new ArrayList<>();
        ScimTransport server = call -> {
            arrived.add(call);
            return new ScimAnswer(200, Map.of(), "");
        };
        FaultInjectingTransport answers = new FaultInjectingTransport(server, 1, Map.of(Fault.LOST_ANSWER, 1.0));
        FaultInjectingTransport requests = new FaultInjectingTransport(server, 1, Map.of(Fault.LOST_REQUEST, 1.0));

        assertThatThrownBy(() -> answers.send(call(1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> requests.send(call(2))).isInstanceOf(IOException.class);

        assertThat(arrived).containsExactly(call(1));
        assertThat(answers.injected(Fault.LOST_ANSWER)).isEqualTo(1);
        assertThat(answers.injected(Fault.LOST_REQUEST)).isZero();
    }

    @Test
    void refusesProbabilitiesBeyondOne() {
        assertThatThrownBy(() -> new FaultInjectingTransport(
                        call -> new ScimAnswer(200, Map.of(), ""),
                        1,
                        Map.of(Fault.LOST_ANSWER, 0.6, Fault.LOST_REQUEST, 0.6)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ScimCall call(int number) {
        return new ScimCall("GET", "/Users/" + number, Map.of(), "");
    }

    @Test
    void sendsNoHeaderThatTheCallDoesNotName() throws IOException {
        Set<String> names = new TreeSet<>();
        SmallScimServer server = new SmallScimServer();
        server.intercept(call -> {
            call.headers().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
            return Optional.of(new ScimAnswer(200, Map.of(), call.method() + " " + call.target() + " " + call.body()));
        });
        try (HttpFrontEnd http = new HttpFrontEnd(server)) {
            ScimAnswer answer = new HttpTransport(http.url() + "/", Duration.ofSeconds(30))
                    .send(new ScimCall("POST", "/Users?a=%5b+", Map.of("Authorization", "Bearer t"), "é"));

            assertThat(answer.body()).isEqualTo("POST /Users?a=%5b+ é");
        }
        assertThat(names).containsExactly("authorization", "content-length", "host");
    }

    @Test
    void refusesWhatIsNoWebAddress() {
        assertThatThrownBy(() -> new HttpTransport("ftp://127.0.0.1/scim", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither http nor https");
    }
}
