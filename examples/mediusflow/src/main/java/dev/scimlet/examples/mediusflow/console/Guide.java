package dev.scimlet.examples.mediusflow.console;

import java.util.List;

/**
 * How to connect one identity provider.
 *
 * @param slug what the guide's address calls it
 * @param summary what can be provisioned, in a sentence
 */
record Guide(
        String slug,
        String provider,
        String summary,
        List<Step> steps,
        List<Mapping> userMappings,
        List<Mapping> groupMappings) {

    Guide {
        steps = List.copyOf(steps);
        userMappings = List.copyOf(userMappings);
        groupMappings = List.copyOf(groupMappings);
    }

    /** A thing to do there, and what to paste. */
    record Step(String sentence, List<Value> values) {
        Step {
            values = List.copyOf(values);
        }
    }

    /** Something to copy. */
    record Value(String caption, String content) {}

    /** Which attribute of the directory fills which of ours. */
    record Mapping(String source, String target, String note) {}
}
