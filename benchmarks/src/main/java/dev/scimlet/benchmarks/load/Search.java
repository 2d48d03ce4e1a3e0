package dev.scimlet.benchmarks.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A GET of users with a filter, encoded as Entra ID does: {@code +} for a space. */
final class Search {

    private Search() {}

    static Request users(String filter, int count) {
        return Request.get("/Users?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8) + "&count=" + count);
    }
}
