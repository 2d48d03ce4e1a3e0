package dev.scimlet.core.resource;

import static dev.scimlet.core.resource.BoundFilter.compare;
import static dev.scimlet.core.resource.BoundFilter.constant;
import static dev.scimlet.core.resource.BoundFilter.not;
import static dev.scimlet.core.resource.BoundFilter.present;
import static dev.scimlet.core.resource.BoundFilter.someEntry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.Budget;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.filter.CompareOperator;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters made in code, and made of others. */
final class BoundFilterTest {

    private static final ResourceType USER = StandardTypes.user();
    private static final BoundPath USER_NAME = USER.path("userName");
    private static final BoundPath EMAILS = USER.path("emails");
    private static final BoundPath WORK = BoundPath.inEntry(EMAILS.target(), part(EMAILS, "type"));

    private static AttributeDefinition part(BoundPath path, String name) {
        return path.target().subAttribute(name).orElseThrow();
    }

    private static BoundFilter named(String name) {
        return compare(USER_NAME, CompareOperator.EQ, name);
    }

    @Test
    void saysWhatTheSameTextSays() {
        BoundFilter inCode = BoundFilter.and(List.of(
                named("ada").or(present(USER.path("title"))),
                not(compare(EMAILS, CompareOperator.NE, "a@b")),
                someEntry(EMAILS, compare(WORK, CompareOperator.EQ, "work")),
                compare(USER.path("meta.created"), CompareOperator.GT, Instant.parse("2026-01-01T00:00:00Z"))));

        assertThat(inCode.text())
                .isEqualTo(USER.filter("(userName eq \"ada\" or title pr) and not (emails.value ne \"a@b\")"
                                + " and emails[type eq \"work\"] and meta.created gt \"2026-01-01T00:00:00.000Z\"")
                        .text());
    }

    @Test
    void keepsChainsFlat() {
        BoundFilter three = named("a").or(named("b")).or(named("c"));

        assertThat(three)
                .isInstanceOfSatisfying(
                        BoundFilter.Or.class, or -> assertThat(or.operands()).hasSize(3));
        assertThat(BoundFilter.and(List.of(three))).isSameAs(three);
        assertThat(BoundFilter.and(List.of()).text()).isEqualTo(constant(true).text());
        assertThat(BoundFilter.or(List.of()).text()).isEqualTo(constant(false).text());
        assertThat(not(not(three))).isSameAs(three);
    }

    @Test
    void ofManyConditionsDrawsWithEachResource() {
        Resource ada = new Resource(
                USER,
                "1",
                new Meta(Instant.EPOCH, Instant.EPOCH, "1"),
                USER.attributes().set("userName", "ada").build());
        Budget budget = Budget.builder().limit(Budget.Item.COMPARISONS, 74).build();
        BoundFilter wide = BoundFilter.or(
                IntStream.range(0, 1_000).mapToObj(i -> named("u" + i)).toList());

        assertThat(named("ada").or(named("b")).matches(ada, budget)).isTrue();
        assertThat(budget.isUntouched()).isTrue();
        assertThat(wide.matches(ada, budget)).isFalse();
        assertThat(wide.matches(ada, budget)).isFalse();
        assertThat(budget.spent(Budget.Item.COMPARISONS)).isEqualTo(74);
        assertThatThrownBy(() -> wide.matches(ada, budget)).hasMessageContaining("maxComparisons");
        assertThat(wide.matches(ada)).isFalse();
    }

    @Test
    void namesSubAttributesOfEntries() {
        BoundPath type = EMAILS.inEntry("TYPE");

        assertThat(someEntry(EMAILS, compare(type, CompareOperator.EQ, "work")).text())
                .isEqualTo("emails[type eq \"work\"]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EMAILS.inEntry("colour"))
                .withMessageContaining("'emails' has no sub-attribute 'colour'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> USER_NAME.inEntry("value"))
                .withMessageContaining("'userName' is no list");
        assertThatIllegalArgumentException().isThrownBy(() -> type.inEntry("value"));
    }

    @Test
    void mapsLeavesAndKeepsWhatStandsAroundThem() {
        BoundFilter filter = USER.filter(
                "title pr and not (userName eq \"a\" or emails[type eq \"work\"]) and (title pr or active eq true)");

        BoundFilter mapped = filter.map(leaf -> leaf instanceof BoundFilter.Present ? named("x") : leaf);

        assertThat(mapped.text())
                .isEqualTo("userName eq \"x\" and not (userName eq \"a\" or emails[type eq \"work\"])"
                        + " and (userName eq \"x\" or active eq true)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "userName eq \"a\" and title pr                 | userName eq \"a\"",
                "userName eq \"a\" or title pr                  | schemas pr",
                "userName eq \"a\" or userName eq \"b\"         | userName eq \"a\" or userName eq \"b\"",
                "title pr and (userName eq \"a\" or id eq \"1\") | userName eq \"a\" or id eq \"1\"",
                "not (userName eq \"a\")                        | not (userName eq \"a\")",
                "not (title pr)                                 | schemas pr",
                "not (title pr and userName eq \"a\")           | schemas pr",
                "not (title pr or userName eq \"a\")            | not (userName eq \"a\")",
                "not (not (userName eq \"a\" and title pr))     | userName eq \"a\"",
                "title pr                                       | schemas pr"
            })
    void isWeakenedToWhatAStoreCanDecide(String filter, String expected) {
        BoundFilter weakened = USER.filter(filter)
                .weakened(leaf -> leaf instanceof BoundFilter.Comparison comparison
                        && List.of("userName", "id").contains(comparison.path().text()));

        assertThat(weakened.text()).isEqualTo(expected);
    }

    @Test
    void refusesComparisonsThatTheSchemaDoesNotAllow() {
        for (Runnable mistake : List.<Runnable>of(
                () -> compare(USER_NAME, CompareOperator.EQ, true),
                () -> compare(USER_NAME, CompareOperator.EQ, 1),
                () -> compare(USER.path("active"), CompareOperator.GT, true),
                () -> compare(USER.path("active"), CompareOperator.EQ, "true"),
                () -> compare(USER.path("name"), CompareOperator.EQ, "x"),
                () -> compare(USER.path("meta.created"), CompareOperator.EQ, "2026-01-01T00:00:00Z"),
                () -> compare(USER.path("meta.created"), CompareOperator.SW, Instant.EPOCH),
                () -> compare(USER.path("password"), CompareOperator.SW, "x"),
                () -> compare(USER.path("meta.location"), CompareOperator.EQ, "x"),
                () -> present(USER.path("meta.location")),
                () -> compare(USER_NAME, CompareOperator.EQ, new Object()))) {
            assertThatIllegalArgumentException().isThrownBy(mistake::run);
        }
    }

    @Test
    void refusesConditionsInTheWrongPlace() {
        BoundFilter ofEntry = compare(WORK, CompareOperator.EQ, "work");
        BoundPath phones = USER.path("phoneNumbers");
        for (Runnable mistake : List.<Runnable>of(
                () -> someEntry(USER_NAME, ofEntry),
                () -> someEntry(EMAILS, named("x")),
                () -> someEntry(phones, ofEntry),
                () -> phones.where(ofEntry),
                () -> present(EMAILS.where(ofEntry)),
                () -> compare(EMAILS.where(ofEntry), CompareOperator.EQ, "a@b"),
                () -> compare(USER.path("emails[type eq \"work\"].value"), CompareOperator.EQ, "a@b"),
                () -> named("x").and(ofEntry),
                () -> not(ofEntry).or(someEntry(EMAILS, ofEntry)),
                () -> BoundPath.inEntry(EMAILS.target(), part(phones, "type")),
                () -> BoundPath.inEntry(EMAILS.target()),
                () -> EMAILS.part(part(phones, "type")),
                () -> BoundPath.of(USER.extensionDefinitions().get(0), USER_NAME.target()))) {
            assertThatIllegalArgumentException().isThrownBy(mistake::run);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName",
                "name.givenName",
                "emails[type eq \"work\" and value sw \"a\"].value",
                "emails[not (display pr)]",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
            })
    void findsAPathInATypeThatNamesItsAttributesAlike(String path) {
        ResourceType alike = StandardTypes.userBuilder()
                .extension(StandardSchemas.ENTERPRISE_USER)
                .subAttribute("emails", AttributeDefinition.string("note"))
                .build();

        BoundPath found = USER.path(path).in(alike.definition());

        assertThat(found).isEqualTo(alike.path(path));
        assertThat(found.topLevel()).isSameAs(alike.path(path).topLevel());
    }

    @Test
    void findsNoPathThatTheOtherTypeLacks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        USER.path("name.givenName").in(StandardTypes.group().definition()))
                .withMessageContaining("has no 'name'");
    }
}
