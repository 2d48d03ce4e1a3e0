package dev.scimlet.benchmarks.dearest;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies, composed as text because many of them are large. */
final class Json {

    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

    private static final String MESSAGES = "urn:ietf:params:scim:api:messages:2.0:";

    private Json() {}

    static String text(String value) {
        return TextNode.valueOf(value).toString();
    }

    /** Elements with their numbers, from 0, parted by commas. */
    static String list(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
    }

    /** @param members such as {@code "title":"x"} */
    static String user(String userName, String members) {
        return "{\"schemas\":[\"" + USER + "\"],\"userName\":" + text(userName) + (members.isEmpty() ? "" : ",")
                + members + "}";
    }

    /** @param members elements such as {@code {"value":"x"}} */
    static String group(String displayName, String members) {
        return "{\"schemas\":[\"" + GROUP + "\"],\"displayName\":" + text(displayName) + ",\"members\":[" + members
                + "]}";
    }

    static String member(String id) {
        return "{\"value\":" + text(id) + "}";
    }

    static String patch(String operations) {
        return "{\"schemas\":[\"" + MESSAGES + "PatchOp\"],\"Operations\":[" + operations + "]}";
    }

    static String bulk(String operations) {
        return "{\"schemas\":[\"" + MESSAGES + "BulkRequest\"],\"Operations\":[" + operations + "]}";
    }

    static String inBulk(String method, String path, String bulkId, String data) {
        return "{\"method\":\"" + method + "\",\"path\":\"" + path + "\",\"bulkId\":\"" + bulkId + "\",\"data\":" + data
                + "}";
    }

    /** @param members such as {@code "filter":"title pr"} */
    static String search(String members) {
        return "{\"schemas\":[\"" + MESSAGES + "SearchRequest\"]," + members + "}";
    }
}
