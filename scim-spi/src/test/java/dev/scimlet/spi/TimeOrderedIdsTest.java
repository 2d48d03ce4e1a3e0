package dev.scimlet.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");

    @Test
    @DisplayName("RFC 9562 §5.7: time, version and variant stand where they belong")
    void isAUuidOfVersion7() {
        String id = new TimeOrderedIds(Clock.fixed(NOON, ZoneOffset.UTC)).get();

        UUID uuid = UUID.fromString(id);
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
        assertThat(id).matches("[0-9a-f-]{36}");
    }

    @Test
    void growsWhileTheClockStands() {
        TimeOrderedIds ids = new TimeOrderedIds(Clock.fixed(NOON, ZoneOffset.UTC));

        assertThat(Stream.generate(ids).limit(10_000).toList()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void growsWhenTheClockGoesBack() {
        Instant[] now = {NOON};
        TimeOrderedIds ids = new TimeOrderedIds(new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        });
        String before = ids.get();

        now[0] = NOON.minusSeconds(3600);

        assertThat(ids.get()).isGreaterThan(before);
    }

    @Test
    void givesEachThreadItsOwn() {
        TimeOrderedIds ids = new TimeOrderedIds(Clock.fixed(NOON, ZoneOffset.UTC));

        List<String> made =
                IntStream.range(0, 10_000).parallel().mapToObj(i -> ids.get()).toList();

        assertThat(made).doesNotHaveDuplicates();
    }
}
