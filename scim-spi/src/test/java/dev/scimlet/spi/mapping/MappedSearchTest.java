package dev.scimlet.spi.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.KeysetPosition;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store is asked for, in a language that shows it. */
final class MappedSearchTest {

    private static final MappedType MAPPED = mapped(Unmapped.REFUSE);

    private static MappedType mapped(Unmapped unmapped) {
        MappedType.Builder mapping = MappedType.builder(StandardTypes.user()).unmapped(unmapped);
        mapping.single("userName", false);
        mapping.single("title", false);
        mapping.single("active", false);
        mapping.single("name.givenName", false);
        mapping.single("name.familyName", false);
        mapping.single("password", false);
        mapping.single("emails[type eq \"work\"].value", false);
        mapping.single("emails[type eq \"work\"].primary", false);
        mapping.single("emails[type eq \"home\"].value", false);
        mapping.list("phoneNumbers", false, List.of("value", "type"));
        return mapping.build();
    }

    /** Says back what it is asked for, and knows no suffixes. */
    private static final class Words implements SearchLeaves<String, String> {

        @Override
        public String and(List<String> operands) {
            return operands.isEmpty() ? "always" : "all" + operands;
        }

        @Override
        public String or(List<String> operands) {
            return operands.isEmpty() ? "never" : "any" + operands;
        }

        @Override
        public String not(String leaf) {
            return "not " + leaf;
        }

        @Override
        public @Nullable String value(BoundPath path) {
            return path.target().name().equals("password")
                    ? null
                    : path.text().replace(" eq ", "=").replace("\"", "");
        }

        @Override
        public String exists(String value) {
            return value + "?";
        }

        @Override
        public String compare(String value, AttributeDefinition attribute, CompareOperator operator, Object operand) {
            if (operator == CompareOperator.EW) {
                throw ScimException.of(ErrorType.INVALID_FILTER, "no suffixes");
            }
            return value + " " + operator.keyword() + " '" + operand + "'";
        }

        @Override
        public String someEntry(MappedPath list, Function<Entry<String>, String> condition) {
            return "some " + list + "{" + condition.apply(part -> list.parts().contains(part) ? part.name() : null)
                    + "}";
        }
    }

    private static String said(MappedType mapped, String filter) {
        PathBinder binder = new PathBinder(mapped.type().definition(), ClientProfile.INTEROPERABLE);
        return new MappedSearch<>(mapped, new Words()).condition(binder.filter(filter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "userName eq \"b\" and title sw \"x\"   | all[userName eq 'b', title sw 'x']",
                "not (title sw \"x\")                   | any[not title?, not title sw 'x']",
                "title ne \"x\"                         | any[not title?, not title eq 'x']",
                "not (title ne \"x\")                   | title eq 'x'",
                "not (title gt \"x\" or active eq true) | all[any[not title?, not title gt 'x'], any[not active?, not active eq 'true']]",
                "title pr                               | all[title?, not title eq '']",
                "title eq null                          | any[not title?, title eq '']",
                "active pr                              | active?",
                "not (active pr)                        | not active?",
                "name pr                                | any[all[name.familyName?, not name.familyName eq ''], all[name.givenName?, not name.givenName eq '']]",
                "id eq \"7\"                            | id eq '7'",
                "id pr                                  | always",
                "meta.resourceType eq \"User\"          | always",
                "meta.resourceType ne \"User\"          | never",
                "meta.created gt \"2026-01-01T00:00:00Z\" | meta.created gt '2026-01-01T00:00:00Z'",
                "schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\" | always",
                "schemas[value sw \"urn:example\"]      | never",
                "emails[type eq \"work\" and value sw \"x\"] | any[all[any[emails[type=work].value?], all[always, emails[type=work].value sw 'x']], all[any[emails[type=home].value?], all[never, emails[type=home].value sw 'x']]]",
                "emails[type eq \"home\" and primary ne true] | any[all[any[emails[type=work].value?], all[never, any[not emails[type=work].primary?, not emails[type=work].primary eq 'true']]], all[any[emails[type=home].value?], all[always, always]]]",
                "phoneNumbers[not (type eq \"x\")]      | some phoneNumbers{any[not type?, not type eq 'x']}",
                "not (phoneNumbers[type eq \"x\"])      | not some phoneNumbers{type eq 'x'}",
                "phoneNumbers.type ne \"x\"             | any[some phoneNumbers{all[always, type?, any[not type?, not type eq 'x']]}, not some phoneNumbers{all[always, type?]}]",
                "phoneNumbers pr                        | some phoneNumbers{any[all[value?, not value eq ''], all[type?, not type eq '']]}"
            })
    void asksForWhatAFilterMeans(String filter, String expected) {
        assertThat(said(MAPPED, filter)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password pr", "title ew \"x\""})
    void refusesWhatTheStoreCannotLookAt(String filter) {
        assertRefused(MAPPED, filter);
    }

    /** What stands beside the lines may meet a condition too, and cannot be looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nickName pr",
                "name pr",
                "emails[value eq \"x\"]",
                "emails.value eq \"x\"",
                "emails[type eq \"work\" and value ne \"x\"]",
                "schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\""
            })
    void refusesWhatIsKeptBesideTheLines(String filter) {
        assertRefused(mapped(Unmapped.KEEP), filter);
    }

    private static void assertRefused(MappedType mapped, String filter) {
        assertThatThrownBy(() -> said(mapped, filter))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_FILTER));
    }

    @Test
    void asksForAnEntryThatOnlyALineCanHold() {
        assertThat(said(mapped(Unmapped.KEEP), "emails[type eq \"work\" and value eq \"x\"]"))
                .isEqualTo("any[all[any[emails[type=work].value?], all[always, emails[type=work].value eq 'x']]]");
    }

    @Test
    void knowsEachKindOfFilter() {
        List<BoundFilter> oneOfEach = List.of(
                filter("title pr and active pr"),
                filter("title pr or active pr"),
                filter("not (title pr)"),
                BoundFilter.constant(true),
                filter("title pr"),
                filter("title eq \"x\""),
                filter("phoneNumbers[type pr]"));

        assertThat(oneOfEach)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(BoundFilter.class.getPermittedSubclasses());
        oneOfEach.forEach(filter -> assertThat(new MappedSearch<>(MAPPED, new Words()).condition(filter))
                .isNotEmpty());
    }

    private static BoundFilter filter(String text) {
        return MAPPED.type().filter(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | true  | x    | all[userName ge 'x', any[userName gt 'x', far]] | not userName?",
                "true  | false | x    | all[userName le 'x', any[userName lt 'x', far]] | -",
                "false | true  | x    | all[userName le 'x', any[userName lt 'x', far]] | -",
                "false | false | x    | all[userName ge 'x', any[userName gt 'x', far]] | not userName?",
                "true  | true  | none | all[not userName?, far]                         | -",
                "true  | false | none | all[not userName?, far]                         | userName?"
            })
    void walksOnInStretches(boolean ascending, boolean forward, String key, String first, String second) {
        Sort sort = new Sort(MAPPED.type().path("userName"), ascending ? SortOrder.ASCENDING : SortOrder.DESCENDING);
        Object sortKey = key.equals("none") ? null : key;
        KeysetPosition position = forward ? KeysetPosition.after(sortKey, "7") : KeysetPosition.before(sortKey, "7");

        assertThat(new MappedSearch<>(MAPPED, new Words()).stretches(sort, position, "far"))
                .isEqualTo(second.equals("-") ? List.of(first) : List.of(first, second));
        assertThat(new MappedSearch<>(MAPPED, new Words()).stretches(null, position, "far"))
                .containsExactly("far");
    }

    @Test
    void refusesOrdersThatTheStoreDoesNotHave() {
        MappedSearch<String, String> search = new MappedSearch<>(MAPPED, new Words());

        assertThat(search.sortKey(MAPPED.type().path("userName"))).isEqualTo("userName");
        for (String path : List.of("password", "meta.resourceType", "emails.value", "phoneNumbers.value")) {
            assertThatThrownBy(() -> search.sortKey(MAPPED.type().path(path)))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE));
        }
    }
}
