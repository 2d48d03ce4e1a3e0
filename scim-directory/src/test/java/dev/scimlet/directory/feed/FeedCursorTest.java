package dev.scimlet.directory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeedCursorTest {

    @Test
    @Proves("V-P-03")
    void belongsToATenantAndAnEpoch() {
        FeedCursor cursor = FeedCursor.of("acme", "e1", 4711);

        assertThat(FeedCursor.parse(cursor.text())).contains(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
        assertThat(cursor.isOfTenant("acme")).isTrue();
        assertThat(cursor.isOfTenant("other")).isFalse();
        assertThat(cursor.isOfEpoch("e1")).isTrue();
        assertThat(cursor.isOfEpoch("e2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "%%%", "latest", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void isNoOtherText(String text) {
        assertThat(FeedCursor.parse(text)).isEmpty();
    }

    @Test
    void isNotBelowZero() {
        assertThat(FeedCursor.parse(new FeedCursor(1, 2, -1).text())).isEmpty();
    }
}
