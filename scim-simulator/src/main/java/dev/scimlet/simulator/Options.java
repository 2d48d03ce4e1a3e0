package dev.scimlet.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of a command: {@code --name value}, or {@code --name} alone for a switch. */
final class Options {

    private final Map<String, String> values = new HashMap<>();

    /** @throws UsageException if there is an option of another name, or one without its value */
    Options(List<String> arguments, Set<String> named, Set<String> switches) throws UsageException {
        for (int index = 0; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            String name = argument.startsWith("--") ? argument.substring(2) : "";
            if (switches.contains(name)) {
                values.put(name, "true");
            } else if (!named.contains(name)) {
                throw new UsageException("unknown option " + argument);
            } else if (index + 1 == arguments.size()) {
                throw new UsageException(argument + " needs a value");
            } else {
                values.put(name, arguments.get(++index));
            }
        }
    }

    boolean isOn(String name) {
        return values.containsKey(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) throws UsageException {
        return text(name).orElseThrow(() -> new UsageException("--" + name + " is missing"));
    }

    int number(String name, int otherwise) throws UsageException {
        String text = text(name).orElse(Integer.toString(otherwise));
        if (!text.matches("\\d{1,9}")) {
            throw new UsageException("--" + name + " takes a number, not " + text);
        }
        return Integer.parseInt(text);
    }

    /** A number that may have a minus. */
    int signedNumber(String name, int otherwise) throws UsageException {
        String text = text(name).orElse(Integer.toString(otherwise));
        if (!text.matches("-?\\d{1,9}")) {
            throw new UsageException("--" + name + " takes a number, not " + text);
        }
        return Integer.parseInt(text);
    }

    /** @throws UsageException if it is not a number from 0 to 1 */
    double share(String name) throws UsageException {
        String text = text(name).orElse("0");
        if (!text.matches("0|1|0?\\.\\d{1,9}")) {
            throw new UsageException("--" + name + " takes a number from 0 to 1, not " + text);
        }
        return Double.parseDouble(text);
    }
}
