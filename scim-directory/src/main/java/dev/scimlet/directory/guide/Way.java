package dev.scimlet.directory.guide;

import dev.scimlet.directory.AuthenticationMethod;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One way in which a provider can authenticate, and what is done for it.
 *
 * @param name what it is called on pages
 * @param methods what the directory has to allow for it
 * @param steps in their order
 */
public record Way(String name, Set<AuthenticationMethod> methods, List<Step> steps) {

    /** Copies methods and steps, in their order. */
    public Way {
        methods = Collections.unmodifiableSet(new LinkedHashSet<>(methods));
        steps = List.copyOf(steps);
    }

    Way with(ConnectionValues values) {
        return new Way(
                name, methods, steps.stream().map(step -> step.with(values)).toList());
    }
}
