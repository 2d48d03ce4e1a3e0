package dev.scimlet.simulator;

import dev.scimlet.simulator.discovery.DiscoveredApplication;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.TargetPath;
import java.io.PrintStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what was found out about an application, and what is left out for it. */
final class DiscoveryText {

    private final DiscoveredApplication application;

    DiscoveryText(DiscoveredApplication application) {
        this.application = application;
    }

    /** For Entra ID: the mapping. */
    void print(PrintStream out) {
        application
                .unreadable()
                .ifPresent(
                        why -> out.println("Mapping: as for any application, as it does not describe itself: " + why));
        if (application.unreadable().isEmpty()) {
            out.println("Mapping, by what the application describes: "
                    + targets(application.mapping().users())
                    + application
                            .mapping()
                            .groups()
                            .map(groups -> "; of groups " + targets(groups))
                            .orElse(""));
        }
        printLeftOut(out);
        if (!application.patchSupported()) {
            out.println("The application takes no PATCH: users and groups are created and deleted, never changed,"
                    + " and groups stay without members");
        }
    }

    /** For Okta, which has a profile of its own. */
    void printLeftOut(PrintStream out) {
        if (!application.leftOut().isEmpty()) {
            out.println("Left out: " + String.join(", ", application.leftOut()));
        }
    }

    private static String targets(ObjectMapping mapping) {
        return Stream.concat(
                        mapping.attributes().stream().map(row -> row.target().text()),
                        mapping.reference().stream().map(TargetPath::text))
                .collect(Collectors.joining(", "));
    }
}
