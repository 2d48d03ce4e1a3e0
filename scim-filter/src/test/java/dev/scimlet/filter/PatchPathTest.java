package dev.scimlet.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PatchPathTest {

    private static final FilterSyntax SYNTAX =
            FilterSyntax.builder().schemas(List.of("urn:x:y")).build();
    private static final List<PatchPath> ONE_OF_EACH_KIND = List.of(
            new PatchPath.SchemaTarget("urn:x:y"),
            new PatchPath.AttributeTarget(AttributePath.parse("name.familyName")),
            new PatchPath.ValueTarget(AttributePath.parse("emails"), Filter.parse("type eq \"work\""), "value"));

    @Test
    void readsAndPrintsEveryKindOfPath() {
        assertThat(ONE_OF_EACH_KIND)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(PatchPath.class.getPermittedSubclasses()));
        assertThat(ONE_OF_EACH_KIND)
                .allSatisfy(path -> assertThat(SYNTAX.path(path.text())).isEqualTo(path));
    }

    @Test
    @DisplayName("RFC 7644 §3.5.2: the paths of the examples")
    void readsTheExamplesOfTheRfc() {
        assertThat(PatchPath.parse("members"))
                .isEqualTo(new PatchPath.AttributeTarget(new AttributePath(null, "members", null)));
        assertThat(PatchPath.parse("addresses[type eq \"work\"]"))
                .isEqualTo(new PatchPath.ValueTarget(
                        new AttributePath(null, "addresses", null), Filter.parse("type eq \"work\""), null));
        assertThat(PatchPath.parse("members[value eq\"2819c223\"].displayName"))
                .isEqualTo(new PatchPath.ValueTarget(
                        new AttributePath(null, "members", null),
                        Filter.parse("value eq \"2819c223\""),
                        "displayName"));
    }

    @Test
    void takesALastPartOfAnUnknownUrnForTheAttribute() {
        assertThat(PatchPath.parse("urn:x:y:Thing"))
                .isEqualTo(new PatchPath.AttributeTarget(new AttributePath("urn:x:y", "Thing", null)));
    }
}
