package dev.scimlet.simulator;

import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.EmptiedValues;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningScope;
import dev.scimlet.simulator.entra.ScopingFilter;
import dev.scimlet.simulator.entra.ScopingOperator;
import dev.scimlet.simulator.entra.TargetObjectActions;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.mapping.MappingFile;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The settings of a job that the options of the command {@code entra} ask for. */
final class JobOptions {

    private JobOptions() {}

    static ProvisioningJob job(Options options) throws UsageException {
        ProvisioningJob.Builder builder = ProvisioningJob.builder(
                        new AdminCredentials(tenantUrl(options), Token.of(options)), schema(options))
                .scope(scope(options))
                .userActions(actions(options))
                .groupActions(actions(options))
                .emptiedValues(options.isOn("remove-emptied") ? EmptiedValues.REMOVED : EmptiedValues.KEPT)
                .parallelism(Math.max(1, options.number("parallel", 1)));
        if (options.isOn("notify")) {
            String address = options.required("notify");
            if (!address.matches("[^@\\s]+@[^@\\s]+")) {
                throw new UsageException("--notify takes an e-mail address, not " + address);
            }
            builder.notificationEmail(address).notifiesOnFailure(!options.isOn("no-notifications"));
        } else if (options.isOn("no-notifications") || options.isOn("mails")) {
            throw new UsageException("--no-notifications and --mails are of use with --notify ADDRESS only");
        }
        if (options.isOn("deletion-threshold")) {
            builder.accidentalDeletionThreshold(options.number("deletion-threshold", 1));
        }
        return builder.build();
    }

    private static TenantUrl tenantUrl(Options options) throws UsageException {
        try {
            TenantUrl url = TenantUrl.parse(options.required("url"));
            return options.isOn("compliant") ? new TenantUrl(url.baseUrl(), PatchDialect.COMPLIANT) : url;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    static SynchronizationSchema schema(Options options) throws UsageException {
        return schema(options.text("mapping").orElse("default"));
    }

    /** The mapping that comes later, with the second cycle; empty if the first one stays. */
    static Optional<SynchronizationSchema> laterSchema(Options options) throws UsageException {
        return options.isOn("later-mapping")
                ? Optional.of(schema(options.required("later-mapping")))
                : Optional.empty();
    }

    private static SynchronizationSchema schema(String nameOrFile) throws UsageException {
        Optional<SynchronizationSchema> standard = StandardMappings.named(nameOrFile);
        if (standard.isPresent()) {
            return standard.get();
        }
        Path file = Path.of(nameOrFile);
        if (!Files.exists(file)) {
            throw new UsageException("there is no mapping " + nameOrFile
                    + ": take one of mediusflow, mediusflow-2020, blink, blink-2019, default, or a file");
        }
        try {
            return MappingFile.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("the mapping " + nameOrFile + " cannot be read: " + e.getMessage());
        }
    }

    private static ProvisioningScope scope(Options options) throws UsageException {
        ProvisioningScope scope = switch (options.text("scope").orElse("assigned")) {
            case "assigned" -> ProvisioningScope.assigned();
            case "all" -> ProvisioningScope.all();
            default -> throw new UsageException("--scope is one of assigned, all");
        };
        scope = switch (options.text("default-access").orElse("counts")) {
            case "counts" -> scope;
            case "excluded" -> scope.withoutDefaultAccess();
            default -> throw new UsageException("--default-access is one of counts, excluded");
        };
        return options.isOn("filter") ? scope.withUserFilters(List.of(filter(options.required("filter")))) : scope;
    }

    private static ScopingFilter filter(String text) throws UsageException {
        List<ScopingFilter.Clause> clauses = new ArrayList<>();
        for (String clause : text.trim().split(" and ")) {
            String[] words = clause.trim().split("\\s+", 3);
            try {
                clauses.add(new ScopingFilter.Clause(
                        words[0],
                        ScopingOperator.valueOf(words[words.length > 1 ? 1 : 0].toUpperCase(Locale.ROOT)),
                        words.length > 2 ? words[2] : ""));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--filter takes clauses such as 'department EQUALS Finance', with one of "
                        + List.of(ScopingOperator.values()) + ", not '" + clause.trim() + "'");
            }
        }
        return new ScopingFilter("command line", clauses);
    }

    private static TargetObjectActions actions(Options options) throws UsageException {
        Set<String> allowed =
                Set.of(options.text("actions").orElse("create,update,delete").split(","));
        if (!Set.of("create", "update", "delete").containsAll(allowed)) {
            throw new UsageException("--actions takes some of create,update,delete");
        }
        return new TargetObjectActions(
                allowed.contains("create"), allowed.contains("update"), allowed.contains("delete"));
    }
}
