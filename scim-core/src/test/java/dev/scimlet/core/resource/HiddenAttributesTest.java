package dev.scimlet.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §7.7: attributes that a client may not know of")
class HiddenAttributesTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final ResourceType USER = StandardTypes.user();
    private static final AttributeDefinition EMAILS =
            Objects.requireNonNull(USER.definition().find("emails"));

    private static HiddenAttributes hiding(String... paths) {
        List<BoundPath> bound = new ArrayList<>();
        for (String path : paths) {
            bound.add(USER.path(path));
        }
        return HiddenAttributes.of(USER.definition(), bound);
    }

    private static Attributes email(String value, String type, String display) {
        Attributes entry = Attributes.empty(EMAILS);
        String[] parts = {"value", value, "type", type, "display", display};
        for (int i = 0; i < parts.length; i += 2) {
            entry = entry.with(
                    Objects.requireNonNull(EMAILS.find(parts[i])), parts[i + 1].isEmpty() ? null : parts[i + 1]);
        }
        return entry;
    }

    private static Attributes emails(Attributes... entries) {
        return USER.emptyAttributes().with(EMAILS, Values.of(EMAILS, List.of(entries)));
    }

    private static List<String> restored(HiddenAttributes hidden, Attributes stored, Attributes next) {
        Attributes shown = hidden.shown(stored);
        return hidden.restored(stored, shown, next).list("emails").stream()
                .map(entry -> entry.string("value").orElse("-") + " "
                        + entry.string("type").orElse("-") + " "
                        + entry.string("display").orElse("-"))
                .toList();
    }

    @Test
    void hidesAttributesPartsAndExtensions() {
        HiddenAttributes hidden = hiding("title", "name.givenName", ENTERPRISE);

        assertThat(hidden.find(USER.definition(), "TITLE")).isNull();
        assertThat(hidden.find(USER.definition(), "nickName")).isNotNull();
        assertThat(hidden.find(USER.definition(), ENTERPRISE)).isNull();
        Attributes stored = USER.attributes()
                .set("title", "t")
                .set("name.givenName", "g")
                .set(ENTERPRISE + ":department", "d")
                .set("nickName", "n")
                .build();
        assertThat(hidden.shown(stored))
                .isEqualTo(USER.attributes().set("nickName", "n").build());
        assertThat(hidden.restored(stored, hidden.shown(stored), USER.emptyAttributes()))
                .isEqualTo(stored.with(Objects.requireNonNull(USER.definition().find("nickName")), null));
    }

    @Test
    void nothingChangesWhereNothingDoes() {
        HiddenAttributes hidden = hiding("emails.display");
        Attributes stored = emails(email("a", "work", "A"), email("", "", "only"), email("b", "", ""));
        Attributes shown = hidden.shown(stored);

        assertThat(shown.list("emails")).hasSize(2);
        assertThat(hidden.restored(stored, shown, shown)).isSameAs(stored);
        assertThat(hidden.restored(stored, shown, hidden.shown(stored))).isEqualTo(stored);
        assertThat(hiding("title").shown(stored)).isSameAs(stored);
    }

    @Test
    void entriesKeepWhatIsHiddenAsLongAsTheyAreRecognised() {
        HiddenAttributes hidden = hiding("emails.display");
        Attributes stored = emails(email("a", "work", "A"), email("b", "home", "B"), email("", "", "only"));

        assertThat(restored(hidden, stored, emails(email("b", "home", ""), email("a", "work", ""))))
                .as("by identity")
                .containsExactly("b home B", "a work A", "- - only");
        assertThat(restored(hidden, stored, emails(email("b", "other", ""))))
                .as("by value")
                .containsExactly("b other B", "- - only");
        assertThat(restored(hidden, stored, emails(email("c", "work", ""), email("b", "home", ""))))
                .as("by place")
                .containsExactly("c work A", "b home B", "- - only");
        assertThat(restored(hidden, stored, emails(email("c", "", ""))))
                .as("not at all")
                .containsExactly("c - -", "- - only");
        assertThat(restored(hidden, stored, USER.emptyAttributes())).containsExactly("- - only");
    }

    @Test
    void entriesThatDifferInWhatIsHiddenStayTogether() {
        HiddenAttributes hidden = hiding("emails.type");
        Attributes stored = emails(email("a", "work", "x"), email("a", "home", "x"), email("b", "work", ""));

        assertThat(hidden.shown(stored).list("emails")).hasSize(2);
        assertThat(restored(hidden, stored, emails(email("a", "", "y"), email("b", "", ""))))
                .containsExactly("a work y", "a home y", "b work -");
        assertThat(restored(hidden, stored, emails(email("b", "", "")))).containsExactly("b work -");
    }

    @Test
    void isEqualIfItHidesTheSame() {
        assertThat(hiding("title", "name.givenName"))
                .isEqualTo(hiding("name.givenName", "title"))
                .hasSameHashCodeAs(hiding("name.givenName", "title"))
                .hasToString("[name.givenName, title]")
                .isNotEqualTo(hiding("title"));
        assertThat(hiding()).isSameAs(HiddenAttributes.NONE);
    }
}
