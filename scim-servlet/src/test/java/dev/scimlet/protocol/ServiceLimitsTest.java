package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceLimitsTest {

    private static final Set<String> NO_LIMITS = Set.of("byName", "toBuilder", "toString", "hashCode", "equals");

    @Test
    void everyLimitIsSetAndToldByItsName() {
        Map<String, String> defaults = ServiceLimits.DEFAULT.byName();
        Set<String> accessors = Arrays.stream(ServiceLimits.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !NO_LIMITS.contains(name))
                .collect(Collectors.toSet());
        assertThat(defaults.keySet()).isEqualTo(accessors);

        for (String name : defaults.keySet()) {
            String value = Set.of("maxLockTime", "cursorLifetime").contains(name) ? "PT7M" : "7";
            ServiceLimits changed = ServiceLimits.builder().set(name, value).build();
            assertThat(changed.byName()).as(name).containsEntry(name, value);
            assertThat(changed.byName().entrySet())
                    .filteredOn(entry -> !entry.getKey().equals(name))
                    .allSatisfy(entry -> assertThat(defaults).contains(entry));
            assertThat(changed.toBuilder().build().byName()).isEqualTo(changed.byName());
        }
    }

    @Test
    void holdForTheServiceThatIsBuiltWithThem() {
        ServiceLimits limits = ServiceLimits.builder().maxSecrets(8).build();
        InMemoryService service = InMemoryService.start(builder -> builder.limits(limits));
        String users = IntStream.range(0, 9)
                .mapToObj(i ->
                        "{'method':'POST','path':'/Users','bulkId':'b%1$d','data':{'schemas':['%2$s'],'userName':'u%1$d','password':'p'}}"
                                .formatted(i, InMemoryService.USER))
                .collect(Collectors.joining(","));

        JsonNode operations = service.bulk(users).is(200).json().path("Operations");

        assertThat(operations)
                .extracting(operation -> operation.path("status").asText())
                .containsExactly("201", "201", "201", "201", "201", "201", "201", "201", "413");
    }

    @ParameterizedTest
    @CsvSource({
        "maxSecrets, 0",
        "maxSecrets, many",
        "maxBodyBytes, 3000000000",
        "maxComparisons, -1",
        "cursorLifetime, 5",
        "cursorLifetime, PT0.5S",
        "maxLockTime, PT0S",
        "maxLockTime, 2",
        "maxNothing, 1"
    })
    void whatIsNoLimitIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> ServiceLimits.builder().set(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void theDocumentsListEveryLimitWithItsDefault() throws IOException {
        String documented = Files.readString(Path.of("../docs/limits.md"));

        ServiceLimits.DEFAULT
                .byName()
                .forEach((name, value) -> assertThat(documented)
                        .as(name)
                        .containsPattern("\\| `" + name + "` \\| " + (name.equals("maxTotalResults") ? "none" : value)
                                + " \\|"));
    }
}
