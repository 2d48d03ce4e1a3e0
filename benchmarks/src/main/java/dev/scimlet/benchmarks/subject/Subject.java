package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.floor.FloorServer;
import dev.scimlet.examples.quickstart.Quickstart;
import java.util.List;
import java.util.Map;

/** A server to be measured: a main class of the class path, and how a client reaches what it serves. */
public interface Subject {

    /** The token that the load presents as bearer; a subject that checks credentials is started so that it accepts it. */
    String TOKEN = "benchmark-4f1c09a2b7d34e6ea1d95c80f7b3e216";

    String name();

    String mainClass();

    List<String> arguments(int port);

    /** Environment variables for this subject alone. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** The path under which {@code /Users} and {@code /Groups} lie. */
    String basePath();

    /** The bare servlet; its name tells two of them apart. */
    static Subject floor(String name) {
        return new Subject() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String mainClass() {
                return FloorServer.class.getName();
            }

            @Override
            public List<String> arguments(int port) {
                return List.of(Integer.toString(port));
            }

            @Override
            public String basePath() {
                return FloorServer.BASE_PATH;
            }
        };
    }

    /** The smallest host: users and groups in memory, with the limits that a host gets if it sets none. */
    static Subject quickstart() {
        return new Subject() {
            @Override
            public String name() {
                return "quickstart";
            }

            @Override
            public String mainClass() {
                return Quickstart.class.getName();
            }

            @Override
            public List<String> arguments(int port) {
                return List.of("--port", Integer.toString(port));
            }

            @Override
            public Map<String, String> environment() {
                return Map.of("SCIM_TOKEN", TOKEN);
            }

            @Override
            public String basePath() {
                return "/scim/v2";
            }
        };
    }
}
