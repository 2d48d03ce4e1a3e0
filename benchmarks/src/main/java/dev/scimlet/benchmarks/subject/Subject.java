package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.floor.FloorServer;
import java.util.List;

/** A server to be measured: a main class of the class path, and how a client reaches what it serves. */
public interface Subject {

    /** The token that the load presents as bearer; a subject that checks credentials is started so that it accepts it. */
    String TOKEN = "benchmark-4f1c09a2b7d34e6ea1d95c80f7b3e216";

    String name();

    String mainClass();

    List<String> arguments(int port);

    /** System properties for this subject alone. */
    default List<String> systemProperties(int port) {
        return List.of();
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
}
