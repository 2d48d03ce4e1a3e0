package dev.scimlet.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.standard.StandardTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hashes tell entries apart whatever a client chooses: an index over equal ones would be a list. */
class IdentityTest {

    private static final AttributeDefinition USER = StandardTypes.user().definition();
    private static final int COUNT = 1 << 12;

    /** Texts of one and the same {@code String.hashCode}. */
    private static String colliding(int number) {
        StringBuilder text = new StringBuilder("m-");
        for (int bit = 0; bit < 12; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static AttributeDefinition list(String name) {
        AttributeDefinition list =
                name.equals("members") ? StandardTypes.group().definition().find(name) : USER.find(name);
        assertThat(list).isNotNull();
        return list;
    }

    private static void assertFewEqualHashes(AttributeDefinition list, Function<Integer, Object> entry) {
        List<Object> entries = IntStream.range(0, COUNT).mapToObj(entry::apply).toList();
        Set<Integer> hashes = new HashSet<>();
        entries.forEach(one -> hashes.add(Identity.hash(list, one)));
        assertThat(hashes.size()).isGreaterThan(COUNT - 16);
        assertThat(Values.of(list, entries).size()).isEqualTo(COUNT);
    }

    private static Attributes entry(AttributeDefinition list, String part, Object value, String type) {
        return Attributes.empty(list).toBuilder()
                .set(part, value)
                .set("type", type)
                .build();
    }

    @Test
    void tellsMembersApart() {
        assertThat(colliding(0).hashCode()).isEqualTo(colliding(77).hashCode());
        AttributeDefinition members = list("members");
        assertFewEqualHashes(members, i -> entry(members, "value", colliding(i), "User"));
    }

    @Test
    void tellsValuesOfSeveralTypesApart() {
        AttributeDefinition emails = list("emails");
        assertFewEqualHashes(emails, i -> entry(emails, "value", "a@example.org", colliding(i)));
    }

    @Test
    void tellsEntriesWithoutValueApart() {
        AttributeDefinition addresses = list("addresses");
        assertFewEqualHashes(addresses, i -> entry(addresses, "locality", colliding(i), "work"));
    }

    @Test
    void tellsNumbersApart() {
        AttributeDefinition whole = AttributeDefinition.builder("numbers", AttributeType.INTEGER)
                .multiValued(true)
                .build();
        assertFewEqualHashes(whole, i -> (long) i << 32 | i);
        AttributeDefinition decimal = AttributeDefinition.builder("rates", AttributeType.DECIMAL)
                .multiValued(true)
                .build();
        assertFewEqualHashes(decimal, i -> BigDecimal.valueOf((long) i << 32 | i));
    }

    @Test
    void isTheSameForWhatIsTheSame() {
        AttributeDefinition emails = list("emails");
        assertThat(Identity.hash(emails, entry(emails, "value", "Ä@example.org", "Work")))
                .isEqualTo(Identity.hash(emails, entry(emails, "value", "a\u0308@EXAMPLE.org", "work")));
        AttributeDefinition certificates = list("x509Certificates");
        Attributes padded = entry(certificates, "value", "YQ==", "a");
        Attributes spaced = entry(certificates, "value", " YQ", "a");
        assertThat(Identity.same(certificates, padded, spaced)).isTrue();
        assertThat(Identity.hash(certificates, padded)).isEqualTo(Identity.hash(certificates, spaced));
    }

    @Test
    void findsTheFirstValueOfSeveralTypes() {
        AttributeDefinition emails = list("emails");
        List<Object> entries = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> entries.add(entry(emails, "value", "m" + i % 50, "t" + i)));
        Values values = Values.of(emails, entries);
        assertThat(values.findByValue("M7")).isEqualTo(entries.get(7));
        assertThat(values.find(entries.get(57))).isEqualTo(entries.get(57));
        assertThat(values.findByValue("m50")).isNull();
    }
}
