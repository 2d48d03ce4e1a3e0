package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares the simple values of one resource. */
final class ValueComparison {

    private ValueComparison() {}

    static List<Difference> differences(
            String type,
            String name,
            ObjectMapping mapping,
            Map<TargetPath, Object> wanted,
            ScimResource resource,
            EmptiedValues emptied) {
        List<Difference> differences = new ArrayList<>();
        for (AttributeMapping row : mapping.values()) {
            Object expected = wanted.getOrDefault(row.target(), "");
            Optional<Object> actual = Differences.actual(row.target(), resource);
            boolean open = row.onlyDuringCreation() || ("".equals(expected) && emptied == EmptiedValues.KEPT);
            if (!open && !Objects.equals(expected, actual.orElse(""))) {
                differences.add(new Difference(
                        type,
                        name,
                        row.target().text(),
                        expected.toString(),
                        actual.orElse("").toString()));
            }
        }
        return differences;
    }
}
