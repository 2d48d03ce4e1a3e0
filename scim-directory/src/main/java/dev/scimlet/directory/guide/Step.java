package dev.scimlet.directory.guide;

import java.util.Arrays;
import java.util.List;

/**
 * One thing to do.
 *
 * @param sentence what, in plain text
 * @param values what is entered there, in the order of the provider's page
 */
public record Step(String sentence, List<Value> values) {

    /** Copies the values. */
    public Step {
        values = List.copyOf(values);
    }

    static Step of(String sentence, Value... values) {
        return new Step(sentence, Arrays.asList(values));
    }

    Step with(ConnectionValues filled) {
        return new Step(
                sentence, values.stream().map(value -> value.with(filled)).toList());
    }
}
