package dev.scimlet.simulator;

import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.discovery.ApplicationDiscovery;
import dev.scimlet.simulator.discovery.DiscoveredApplication;
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
import dev.scimlet.simulator.mapping.SourceAttributes;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.simulator.transport.ScimTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The settings of a job that the options of the command {@code entra} ask for. */
final class JobOptions {

    private JobOptions() {}

    /** The mapping that is made of what the application says about itself. */
    static final String DISCOVER = "discover";

    /** @param application what the application says about itself, if the mapping is to be made of that */
    static ProvisioningJob job(Options options, Optional<DiscoveredApplication> application, SourceDirectory directory)
            throws UsageException {
        TargetObjectActions actions = actions(options, application);
        ProvisioningJob.Builder builder = ProvisioningJob.builder(
                        credentials(options),
                        application.isPresent() ? application.get().mapping() : schema(options, sources(directory)))
                .scope(scope(options))
                .userActions(actions)
                .groupActions(actions)
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

    static AdminCredentials credentials(Options options) throws UsageException {
        return new AdminCredentials(tenantUrl(options), Access.token(options));
    }

    static boolean discovers(Options options) {
        return options.text("mapping").orElse(DISCOVER).equals(DISCOVER);
    }

    /** @throws UsageException if there is nothing by which users could be matched */
    static DiscoveredApplication discover(Options options, ScimTransport transport) throws UsageException {
        try {
            return ApplicationDiscovery.read(transport, Access.token(options));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static TenantUrl tenantUrl(Options options) throws UsageException {
        try {
            TenantUrl url = TenantUrl.parse(options.required("url"));
            return options.isOn("compliant") ? new TenantUrl(url.baseUrl(), PatchDialect.COMPLIANT) : url;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static Predicate<String> sources(SourceDirectory directory) {
        Set<String> own = new HashSet<>();
        directory.users().forEach(user -> own.addAll(user.attributes().keySet()));
        directory.groups().forEach(group -> own.addAll(group.attributes().keySet()));
        return name -> SourceAttributes.includes(name) || own.contains(name);
    }

    /** @param knownSource whether there is a source attribute of a name */
    static SynchronizationSchema schema(Options options, Predicate<String> knownSource) throws UsageException {
        String name =
                options.text("mapping").filter(text -> !text.equals(DISCOVER)).orElse("default");
        return schema(name, knownSource);
    }

    /** The mapping that comes later, with the second cycle; empty if the first one stays. */
    static Optional<SynchronizationSchema> laterSchema(Options options, SourceDirectory directory)
            throws UsageException {
        return options.isOn("later-mapping")
                ? Optional.of(schema(options.required("later-mapping"), sources(directory)))
                : Optional.empty();
    }

    private static SynchronizationSchema schema(String nameOrFile, Predicate<String> knownSource)
            throws UsageException {
        Optional<SynchronizationSchema> standard = StandardMappings.named(nameOrFile);
        if (standard.isPresent()) {
            return standard.get();
        }
        if (nameOrFile.equals(DISCOVER)) {
            throw new UsageException("only the first mapping of a job can be discovered: print it with"
                    + " 'entra mapping --url URL --token TOKEN', and give the file");
        }
        Path file = Path.of(nameOrFile);
        if (!Files.exists(file)) {
            throw new UsageException("there is no mapping " + nameOrFile
                    + ": take discover, one of mediusflow, mediusflow-2020, blink, blink-2019, default, or a file");
        }
        try {
            return MappingFile.read(file, knownSource);
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

    private static TargetObjectActions actions(Options options, Optional<DiscoveredApplication> application)
            throws UsageException {
        Set<String> allowed =
                Set.of(options.text("actions").orElse("create,update,delete").split(","));
        if (!Set.of("create", "update", "delete").containsAll(allowed)) {
            throw new UsageException("--actions takes some of create,update,delete");
        }
        return new TargetObjectActions(
                allowed.contains("create"),
                allowed.contains("update")
                        && application.filter(known -> !known.patchSupported()).isEmpty(),
                allowed.contains("delete"));
    }
}
