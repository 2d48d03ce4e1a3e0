package dev.scimlet.examples.quickstart;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.protocol.Feature;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is set by name; read once, and not changed after. */
final class Settings {

    ClientProfile profile;
    ServiceLimits limits = ServiceLimits.DEFAULT;
    boolean groupDisplayNameUnique;

    @Nullable
    Boolean defaultActive;

    boolean enforceCanonicalValues;
    boolean referentialIntegrity;
    boolean strongETags;
    boolean demandIfMatch;
    boolean externalIdUnique;
    List<String> sensitiveAttributes = List.of();

    private Settings(ClientProfile profile) {
        this.profile = profile;
    }

    /**
     * A profile and what is changed of it, the last word counting.
     *
     * @param assignments each {@code NAME=VALUE}
     * @throws UsageException if there is no such name, or it does not take the value
     */
    static Settings of(ClientProfile profile, List<String> assignments) {
        Settings settings = new Settings(profile);
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String name = equals < 0 ? assignment : assignment.substring(0, equals);
            Setting setting = Setting.all().stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--set knows no '" + name + "'; --help lists all names"));
            if (equals < 0) {
                throw new UsageException("--set takes NAME=VALUE, such as " + name + "=on");
            }
            setting.change().apply(settings, assignment.substring(equals + 1));
        }
        return settings;
    }

    /**
     * Tells a service.
     *
     * @throws UsageException if a path names nothing that a type has
     */
    void addTo(ScimService.Builder service, Types types) {
        service.profile(profile).limits(limits);
        if (defaultActive != null) {
            service.defaultValue(types.user().name(), "active", defaultActive);
        }
        if (referentialIntegrity) {
            service.referentialIntegrity();
        }
        if (strongETags) {
            service.with(Feature.STRONG_ETAGS);
        }
        if (demandIfMatch) {
            service.with(Feature.IF_MATCH_DEMANDED);
        }
        for (String path : sensitiveAttributes) {
            List<ResourceType> having =
                    types.all().stream().filter(type -> has(type, path)).toList();
            if (having.isEmpty()) {
                throw new UsageException("sensitiveAttributes names '" + path + "', which no resource type has");
            }
            having.forEach(type -> service.sensitive(type.name(), path));
        }
    }

    private static boolean has(ResourceType type, String path) {
        try {
            type.path(path);
            return true;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }
}
