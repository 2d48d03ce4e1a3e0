package dev.scimlet.examples.mediusflow.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds who answers a request, by method and path. */
final class Router {

    private final List<Route> routes = new ArrayList<>();

    /** @param pattern a path, in which {@code {name}} stands for one segment */
    Router get(String pattern, Handler<Exchange> handler) {
        routes.add(new Route("GET", segments(pattern), handler));
        return this;
    }

    Router post(String pattern, Handler<Exchange> handler) {
        routes.add(new Route("POST", segments(pattern), handler));
        return this;
    }

    Optional<Match> find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        List<String> segments = segments(path);
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(wanted, segments);
            if (variables.isPresent()) {
                return Optional.of(new Match(route.handler, variables.orElseThrow()));
            }
        }
        return Optional.empty();
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    record Match(Handler<Exchange> handler, Map<String, String> variables) {}

    private record Route(String method, List<String> pattern, Handler<Exchange> handler) {

        Optional<Map<String, String>> match(String wantedMethod, List<String> segments) {
            if (!method.equals(wantedMethod) || segments.size() != pattern.size()) {
                return Optional.empty();
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String expected = pattern.get(i);
                String segment = segments.get(i);
                if (expected.startsWith("{")) {
                    variables.put(expected.substring(1, expected.length() - 1), segment);
                } else if (!expected.equals(segment)) {
                    return Optional.empty();
                }
            }
            return Optional.of(variables);
        }
    }
}
