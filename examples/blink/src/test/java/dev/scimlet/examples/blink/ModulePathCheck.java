package dev.scimlet.examples.blink;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tests run on the class path. This program, run by the build when all is packaged, starts Blink as Java modules, so
 * that every descriptor between it and the filter language is resolved and used: it issues a token, asks for the
 * configuration of the service and for a user by name, and stops the process.
 */
public final class ModulePathCheck {

    private static final Pattern LINK = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+/scim)");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ModulePathCheck() {}

    /** @param arguments the module path */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("blink");
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                arguments[0],
                "--module",
                "dev.scimlet.examples.blink/dev.scimlet.examples.blink.Blink",
                "--database",
                folder.resolve("blink").toString());
        Process server = start(java, List.of("--port", "0"));
        try {
            String link = link(server);
            Process issuing = start(java, List.of("token", "issue", "contoso", "--new"));
            String token = new String(issuing.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            expect(issuing.waitFor() == 0, "a token");
            HttpResponse<String> config = get(link + "/ServiceProviderConfig", token);
            expect(config.statusCode() == 200 && config.body().contains("\"patch\""), config.body());
            HttpResponse<String> found = get(link + "/Users?filter=userName+eq+%22nia%22", token);
            expect(found.statusCode() == 200 && found.body().contains("\"totalResults\":0"), found.body());
            System.out.println("Blink runs as modules");
        } finally {
            server.destroy();
            server.waitFor();
            delete(folder);
        }
    }

    private static Process start(List<String> java, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Where the process says that it listens; it has ended without saying so if there is nothing more to read. */
    private static String link(Process server) throws IOException {
        BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher link = LINK.matcher(line);
            if (link.find()) {
                return link.group(1);
            }
        }
        throw new IllegalStateException("Blink did not start");
    }

    private static HttpResponse<String> get(String url, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static void expect(boolean asItShould, String what) {
        if (!asItShould) {
            throw new IllegalStateException("not as it should be: " + what);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
