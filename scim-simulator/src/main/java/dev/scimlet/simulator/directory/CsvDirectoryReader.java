package dev.scimlet.simulator.directory;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads a directory from CSV, see {@link DirectoryFile}. */
final class CsvDirectoryReader {

    private final SourceDirectory directory;

    private CsvDirectoryReader(Clock clock) {
        this.directory = new SourceDirectory(clock);
    }

    static SourceDirectory read(String text, Clock clock) {
        CsvDirectoryReader reader = new CsvDirectoryReader(clock);
        reader.read(CsvReader.records(text));
        return reader.directory;
    }

    private void read(List<List<String>> records) {
        if (records.isEmpty() || !records.get(0).contains("userPrincipalName")) {
            throw new IllegalArgumentException("line 1: the header has no column userPrincipalName");
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (int index = 1; index < records.size(); index++) {
            rows.add(row(index + 1, records.get(0), records.get(index)));
        }
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        for (Map<String, String> row : rows) {
            DirectoryUser user = user(row);
            directory.apply(new DirectoryChange.AddUser(user));
            String role = row.getOrDefault("role", "").strip();
            directory.apply(new DirectoryChange.Assign(
                    user.objectId(), role.isEmpty() ? AppRole.DEFAULT_ACCESS : AppRole.named(role)));
            for (String group : row.getOrDefault("groups", "").split(";")) {
                if (!group.isBlank()) {
                    groups.computeIfAbsent(group.strip(), first -> new LinkedHashSet<>())
                            .add(user.objectId());
                }
            }
        }
        rows.forEach(this::setManager);
        groups.forEach(this::addGroup);
    }

    private static Map<String, String> row(int line, List<String> header, List<String> values) {
        if (values.size() != header.size()) {
            throw new IllegalArgumentException(
                    "record " + line + " has " + values.size() + " values for " + header.size() + " columns");
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int column = 0; column < header.size(); column++) {
            row.put(header.get(column).strip(), values.get(column));
        }
        return row;
    }

    private static DirectoryUser user(Map<String, String> row) {
        Map<String, String> attributes = new LinkedHashMap<>(row);
        attributes.keySet().removeAll(Set.of("objectId", "accountEnabled", "manager", "groups", "role"));
        String name = row.getOrDefault("userPrincipalName", "");
        String objectId = row.getOrDefault("objectId", "").isEmpty() ? idOf(name) : row.getOrDefault("objectId", "");
        boolean enabled = !"false".equals(row.getOrDefault("accountEnabled", "").toLowerCase(Locale.ROOT));
        return new DirectoryUser(objectId, attributes, enabled, Optional.empty(), Optional.empty());
    }

    private void setManager(Map<String, String> row) {
        String manager = row.getOrDefault("manager", "");
        if (!manager.isEmpty()) {
            directory.apply(new DirectoryChange.SetManager(
                    person(row.getOrDefault("userPrincipalName", "")).objectId(),
                    person(manager).objectId()));
        }
    }

    private DirectoryUser person(String nameOrId) {
        return directory
                .user(nameOrId)
                .or(() -> directory.userNamed(nameOrId))
                .orElseThrow(() -> new IllegalArgumentException("no user is called " + nameOrId));
    }

    private void addGroup(String name, Set<String> members) {
        String objectId = idOf("group " + name);
        directory.apply(new DirectoryChange.AddGroup(DirectoryGroup.of(objectId, name, members)));
        directory.apply(new DirectoryChange.Assign(objectId, AppRole.DEFAULT_ACCESS));
    }

    private static String idOf(String name) {
        return UUID.nameUUIDFromBytes(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
