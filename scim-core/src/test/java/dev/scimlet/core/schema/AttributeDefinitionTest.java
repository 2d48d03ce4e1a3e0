package dev.scimlet.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AttributeDefinitionTest {

    private static AttributeDefinition listWith(AttributeDefinition primary) {
        return AttributeDefinition.builder("seats", AttributeType.COMPLEX)
                .multiValued(true)
                .subAttributes(primary)
                .build();
    }

    @ParameterizedTest
    @EnumSource(
            value = AttributeType.class,
            names = {"STRING", "INTEGER", "REFERENCE", "DATE_TIME"})
    void aPrimaryOfAnotherTypeIsAnAttributeLikeOthers(AttributeType type) {
        AttributeDefinition list =
                listWith(AttributeDefinition.builder("primary", type).build());

        assertThat(list.primarySubAttribute()).isNull();
        assertThat(list.find("primary")).isNotNull();
    }

    @Test
    void aFlagThatIsCalledPrimaryMarksAnEntry() {
        AttributeDefinition list = listWith(
                AttributeDefinition.builder("primary", AttributeType.BOOLEAN).build());

        assertThat(list.primarySubAttribute()).isSameAs(list.find("primary"));
    }
}
