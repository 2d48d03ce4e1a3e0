package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AttributeSettingsTest {

    @ParameterizedTest
    @MethodSource("settingsOfUsrs")
    void refusesWhatIsSaidOfATypeThatThereIsNot(UnaryOperator<ScimService.Builder> setting) {
        ScimService.Builder mistyped = setting.apply(ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .authenticator(request -> new Authentication.Missing()));

        assertThatThrownBy(mistyped::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a setting is for resources of type 'Usr', which the service does not have");
    }

    static Stream<Named<UnaryOperator<ScimService.Builder>>> settingsOfUsrs() {
        return Stream.of(
                named("a default value", builder -> builder.defaultValue("Usr", "active", true)),
                named("a rule of values", builder -> builder.valueRule("Usr", "title", String::strip)),
                named("a sensitive attribute", builder -> builder.sensitive("Usr", "title")));
    }
}
