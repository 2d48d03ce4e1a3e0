package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import java.util.Optional;
import java.util.function.Function;

/** A user or group as expressions and scoping filters see it: with its computed attributes. */
final class SourceObject {

    private SourceObject() {}

    /** @param entitled false for somebody out of scope, who then counts as soft-deleted */
    static Function<String, Optional<String>> of(DirectoryUser user, boolean entitled) {
        return attribute -> switch (attribute) {
            case "objectId" -> Optional.of(user.objectId());
            case "accountEnabled" -> Optional.of(user.accountEnabled() ? "True" : "False");
            case "IsSoftDeleted" -> Optional.of(isSoftDeleted(user, entitled) ? "True" : "False");
            default -> Optional.ofNullable(user.attributes().get(attribute));
        };
    }

    /** Entra ID's attribute of this name covers more than its name says. */
    private static boolean isSoftDeleted(DirectoryUser user, boolean entitled) {
        return !entitled || user.softDeleted() || !user.accountEnabled();
    }

    static Function<String, Optional<String>> of(DirectoryGroup group) {
        return attribute -> attribute.equals("objectId")
                ? Optional.of(group.objectId())
                : Optional.ofNullable(group.attributes().get(attribute));
    }
}
