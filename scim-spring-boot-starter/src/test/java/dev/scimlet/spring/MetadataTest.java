package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scimlet.protocol.ServiceLimits;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What editors show of the settings is what there is. */
final class MetadataTest {

    private static Map<String, JsonNode> described() throws Exception {
        Map<String, JsonNode> settings = new TreeMap<>();
        try (InputStream in = MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            new ObjectMapper()
                    .readTree(in)
                    .get("properties")
                    .forEach(setting -> settings.put(setting.get("name").textValue(), setting));
        }
        return settings;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static void add(Class<?> record, String prefix, Set<String> names) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = prefix + "." + kebab(component.getName());
            if (component.getType().isRecord()) {
                add(component.getType(), name, names);
            } else {
                names.add(name);
            }
        }
    }

    @Test
    void namesEverySetting() throws Exception {
        Set<String> names = new TreeSet<>(Set.of("management.health.scimlet.enabled"));
        add(ScimProperties.class, "scimlet", names);
        ServiceLimits.DEFAULT.byName().keySet().forEach(limit -> names.add("scimlet.limits." + kebab(limit)));

        assertThat(described().keySet()).isEqualTo(names);
    }

    @Test
    void tellsTheDefaultsOfLimits() throws Exception {
        Map<String, JsonNode> described = described();
        ServiceLimits.DEFAULT.byName().forEach((limit, value) -> {
            JsonNode told = described.get("scimlet.limits." + kebab(limit)).get("defaultValue");
            if (!limit.equals("maxTotalResults")) {
                assertThat(told.asText()).as(limit).isEqualTo(value);
            }
        });
        assertThat(described.values())
                .allMatch(setting -> !setting.path("description").asText().isBlank());
    }
}
