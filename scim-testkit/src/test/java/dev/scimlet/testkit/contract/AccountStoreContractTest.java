package dev.scimlet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.spi.ResourceRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountStoreContractTest extends ResourceRepositoryContract {

    private static final List<String> KEPT = List.of("userName", "displayName", "active");

    private static final ResourceType TYPE = ResourceType.builder(
                    "User",
                    new Schema(
                            StandardSchemas.USER.id(),
                            "User",
                            "An account",
                            StandardSchemas.USER.attributes().stream()
                                    .filter(attribute -> KEPT.contains(attribute.name()))
                                    .toList()))
            .build();

    @Override
    protected ResourceRepository emptyUsers() {
        return new AccountStore(TYPE, new LinkedHashMap<>());
    }

    @Override
    protected boolean knowsTenants() {
        return false;
    }

    @Test
    void takesFewerThanSixtyLines() throws IOException {
        List<String> lines = Files.readAllLines(
                Path.of("src/test/java", AccountStore.class.getName().replace('.', '/') + ".java"));
        int from = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("record AccountStore"))
                .findFirst()
                .orElseThrow());

        assertThat(lines.subList(from, lines.size()))
                .filteredOn(line -> !line.isBlank())
                .hasSizeLessThan(60);
    }
}
