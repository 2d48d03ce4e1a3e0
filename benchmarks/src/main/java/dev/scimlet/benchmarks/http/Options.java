package dev.scimlet.benchmarks.http;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command line: {@code --name} or {@code --name=value}, of names that are known. */
public final class Options {

    private final Map<String, String> given = new HashMap<>();

    /** @throws IllegalArgumentException if an argument is none of the options */
    public Options(List<String> arguments, Set<String> known) {
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (!known.contains(parts[0])) {
                throw new IllegalArgumentException(
                        "unknown option " + argument + "; there are " + new HashSet<>(known));
            }
            given.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
    }

    public boolean has(String name) {
        return given.containsKey(name);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(given.get(name));
    }

    public int number(String name, int otherwise) {
        return value(name).map(Integer::valueOf).orElse(otherwise);
    }

    public List<Integer> numbers(String name, List<Integer> otherwise) {
        return value(name)
                .map(text ->
                        Arrays.stream(text.split(",")).map(Integer::valueOf).toList())
                .orElse(otherwise);
    }
}
