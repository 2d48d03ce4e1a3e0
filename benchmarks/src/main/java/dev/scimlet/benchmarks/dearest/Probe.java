package dev.scimlet.benchmarks.dearest;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One request.
 *
 * @param target path below the base path, and query, encoded as it goes over the wire
 * @param body JSON, empty for none
 * @param headers further lines of the head; one for {@code Host} takes the place of the usual one
 */
record Probe(String method, String target, String body, List<String> headers) {

    Probe {
        headers = List.copyOf(headers);
    }

    Probe(String method, String target, String body) {
        this(method, target, body, List.of());
    }

    static Probe get(String target) {
        return new Probe("GET", target, "");
    }

    byte[] bytes(String basePath, String authorization, int port) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(method + " " + basePath + target + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(line -> line.startsWith("Host:"))) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        headers.forEach(line -> head.append(line).append("\r\n"));
        head.append("Authorization: ").append(authorization).append("\r\nConnection: close\r\n");
        if (content.length > 0) {
            head.append("Content-Type: application/scim+json\r\nContent-Length: ")
                    .append(content.length)
                    .append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + content.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }
}
