package dev.scimlet.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ScimResponseTest {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void keepsHeadersInTheirOrder() {
        ScimResponse response = ScimResponse.builder(200)
                .header("Vary", "Origin")
                .header("ETag", "W/\"1\"")
                .header("Vary", "Accept")
                .build();

        assertThat(response.headers()).extracting(ScimResponse.Header::name).containsExactly("Vary", "ETag", "Vary");
        assertThat(response.header("vary")).contains("Origin");
    }

    @Test
    void changesNoAnswerThatAnotherStartsAs() {
        ScimResponse first = ScimResponse.builder(200).body(BODY).build();

        ScimResponse second = first.toBuilder()
                .header("ETag", "1")
                .ignored(Set.of("nickName"))
                .build();

        assertThat(first.headers()).isEmpty();
        assertThat(first.ignored()).isEmpty();
        assertThat(second.bodyText()).isEqualTo("{}");
        assertThat(second.contentLength()).isEqualTo(2);
        assertThat(second.toBuilder().build().ignored()).containsExactly("nickName");
    }

    @Test
    void isNotChangedByItsBuilder() {
        ScimResponse.Builder builder = ScimResponse.builder(200);
        Set<String> ignored = new LinkedHashSet<>(List.of("title"));
        ScimResponse response = builder.ignored(ignored).build();

        builder.header("ETag", "1");
        ignored.add("nickName");

        assertThat(response.headers()).isEmpty();
        assertThat(response.ignored()).containsExactly("title");
    }

    @Test
    @DisplayName("RFC 9110 §9.3.2: the answer to HEAD has the length of the body that it leaves out")
    void leavesTheLengthOfTheBodyThatItLeavesOut() {
        ScimResponse head = ScimResponse.builder(200).body(BODY).withoutBody().build();

        assertThat(head.hasBody()).isFalse();
        assertThat(head.bodyText()).isEmpty();
        assertThat(head.contentLength()).isEqualTo(2);
    }

    @Test
    void doesNotKnowTheLengthOfAStreamedBody() {
        ScimResponse streamed =
                ScimResponse.builder(200).body(out -> out.write(BODY)).build();

        assertThat(streamed.contentLength()).isEqualTo(-1);
        assertThat(streamed.bodyText()).isEqualTo("{}");
    }
}
