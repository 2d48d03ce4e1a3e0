package dev.scimlet.simulator.okta;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Query strings as Okta writes them: spaces as {@code %20}. */
final class OktaQuery {

    private OktaQuery() {}

    static String equal(String attribute, String value) {
        String filter = attribute + " eq \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20")
                + "&startIndex=1&count=100";
    }
}
