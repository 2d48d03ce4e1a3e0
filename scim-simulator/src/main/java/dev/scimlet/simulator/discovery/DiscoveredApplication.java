package dev.scimlet.simulator.discovery;

import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** An application as it describes itself. */
public final class DiscoveredApplication {

    private final SynchronizationSchema mapping;
    private final List<String> leftOut;
    private final boolean patchSupported;
    private final Optional<String> unreadable;
    private final Predicate<TargetPath> ofUsers;

    DiscoveredApplication(
            SynchronizationSchema mapping,
            List<String> leftOut,
            boolean patchSupported,
            Optional<String> unreadable,
            Predicate<TargetPath> ofUsers) {
        this.mapping = mapping;
        this.leftOut = List.copyOf(leftOut);
        this.patchSupported = patchSupported;
        this.unreadable = unreadable;
        this.ofUsers = ofUsers;
    }

    /** The mapping that a non-gallery application begins with, as far as the application has the attributes, and what fits besides. */
    public SynchronizationSchema mapping() {
        return mapping;
    }

    /** What of that mapping the application does not have or does not take, each with the reason, for people. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** Whether it takes PATCH, without which Entra ID creates and deletes, and changes nothing. */
    public boolean patchSupported() {
        return patchSupported;
    }

    /** Why the application could not be asked, if so: the mapping is then that of a non-gallery application. */
    public Optional<String> unreadable() {
        return unreadable;
    }

    /** Whether users have an attribute that a client can write; true for all if the application could not be asked. */
    public boolean hasUserAttribute(String target) {
        return ofUsers.test(TargetPath.parse(target));
    }

    /** Whether it has groups that a client can write. */
    public boolean hasGroups() {
        return mapping.groups().isPresent();
    }
}
