package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.examples.mediusflow.tenant.RandomText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The style sheet, the script and the pictures. Their addresses change with their content. */
final class Assets {

    private static final Map<String, String> TYPES = Map.of(
            "console.css", "text/css; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "icons.svg", "image/svg+xml; charset=utf-8",
            "mark.svg", "image/svg+xml; charset=utf-8");

    private static final Assets ALL = new Assets();

    private final Map<String, String> contents = new TreeMap<>();
    private final String version;

    private Assets() {
        TYPES.keySet().forEach(name -> contents.put(name, read(name)));
        version = RandomText.fingerprint(String.join("\n", contents.values())).substring(0, 12);
    }

    static String address(String name) {
        if (!TYPES.containsKey(name)) {
            throw new IllegalArgumentException("no such file: " + name);
        }
        return "/assets/" + ALL.version + "/" + name;
    }

    static Optional<Answer> file(String version, String name) {
        String content = ALL.contents.get(name);
        String type = TYPES.get(name);
        return content == null || type == null || !version.equals(ALL.version)
                ? Optional.empty()
                : Optional.of(new Answer.File(type, content));
    }

    private static String read(String name) {
        try (InputStream resource = Assets.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
