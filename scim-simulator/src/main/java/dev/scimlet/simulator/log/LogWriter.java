package dev.scimlet.simulator.log;

import dev.scimlet.testkit.json.PlainJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes log entries as JSON and as CSV. */
final class LogWriter {

    private static final String CSV_HEADER = "Date,Cycle,Action,Status,Type,Source ID,Name,Target ID,Error code,Reason,"
            + "Steps,Modified properties,Duration in milliseconds";

    private LogWriter() {}

    static String json(List<ProvisioningLogEntry> entries) {
        return PlainJson.writeIndented(entries.stream().map(LogWriter::object).toList());
    }

    private static Map<String, Object> object(ProvisioningLogEntry entry) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("activityDateTime", entry.at().toString());
        object.put("cycleId", entry.cycle());
        object.put("durationInMilliseconds", entry.duration().toMillis());
        object.put("provisioningAction", entry.action().graphName());
        object.put("provisioningStatusInfo", statusInfo(entry));
        object.put("sourceIdentity", identity(entry.identity().sourceId(), entry.identity()));
        object.put("targetIdentity", identity(entry.identity().targetId(), entry.identity()));
        object.put(
                "provisioningSteps", entry.steps().stream().map(LogWriter::step).toList());
        object.put(
                "modifiedProperties",
                entry.modifiedProperties().stream().map(LogWriter::property).toList());
        return object;
    }

    private static Map<String, Object> statusInfo(ProvisioningLogEntry entry) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("status", entry.status().graphName());
        if (!entry.errorCode().isEmpty() || !entry.reason().isEmpty()) {
            info.put("errorInformation", Map.of("errorCode", entry.errorCode(), "reason", entry.reason()));
        }
        return info;
    }

    private static Map<String, Object> identity(String id, LoggedIdentity identity) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", id);
        object.put("displayName", identity.name());
        object.put("identityType", identity.type());
        return object;
    }

    private static Map<String, Object> step(ProvisioningStep step) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("provisioningStepType", step.kind().graphName());
        object.put("status", step.status().graphName());
        object.put("description", step.description());
        return object;
    }

    private static Map<String, Object> property(ModifiedProperty property) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("displayName", property.target());
        object.put("oldValue", property.oldValue());
        object.put("newValue", property.newValue());
        return object;
    }

    static String csv(List<ProvisioningLogEntry> entries) {
        return entries.stream().map(LogWriter::row).collect(Collectors.joining("", CSV_HEADER + "\r\n", ""));
    }

    private static String row(ProvisioningLogEntry entry) {
        LoggedIdentity identity = entry.identity();
        String steps = entry.steps().stream()
                .map(step -> step.kind().graphName() + " " + step.status().graphName() + ": " + step.description())
                .collect(Collectors.joining("\n"));
        String properties = entry.modifiedProperties().stream()
                .map(property -> property.target() + ": '" + property.oldValue() + "' -> '" + property.newValue() + "'")
                .collect(Collectors.joining("\n"));
        return List.of(
                                entry.at().toString(),
                                entry.cycle(),
                                entry.action().graphName(),
                                entry.status().graphName(),
                                identity.type(),
                                identity.sourceId(),
                                identity.name(),
                                identity.targetId(),
                                entry.errorCode(),
                                entry.reason(),
                                steps,
                                properties,
                                Long.toString(entry.duration().toMillis()))
                        .stream()
                        .map(LogWriter::field)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** A leading formula sign is defused: administrators open this file in a spreadsheet. */
    private static String field(String value) {
        String safe = !value.isEmpty() && "=+-@".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.matches("(?s).*[\",\r\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
