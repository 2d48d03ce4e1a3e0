package dev.scimlet.benchmarks.dearest;

import static dev.scimlet.benchmarks.dearest.Kind.Bound.ALONE;
import static dev.scimlet.benchmarks.dearest.Kind.Bound.SCAN;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The requests: for each kind the everyday one, and the worst that somebody could think of. */
final class Kinds {

    private static final String EVERYDAY_PASSWORD = "correct horse 7 battery";
    private static final String MARKS = "\u0301\u0316";

    /** As many marks as a value may have: 30 after each letter. */
    private static final String MARKED_TITLE = ("a" + MARKS.repeat(15)).repeat(60);

    private static final int COLLIDING_IDS = 20_000;
    private static final int HOST_LETTERS = 250;
    private static final int MANY_COMPARISONS = 1_000;
    private static final int DEEPEST = 60;

    private final Stock stock;
    private final List<Kind> kinds = new ArrayList<>();
    private final String someone;

    /** Numbers what is made anew in each request. */
    private int next;

    /** Numbers the members that have been taken out of the group. */
    private int gone = 1_000;

    Kinds(Stock stock) {
        this.stock = stock;
        this.someone = "/Users/" + stock.userId(0);
    }

    List<Kind> all() {
        reads();
        texts();
        searches();
        lists();
        members();
        secrets();
        bulks();
        ends();
        return kinds;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private void add(String name, Kind.Bound bound, IntFunction<Probe> everyday, Supplier<Probe>... worst) {
        kinds.add(new Kind(name, bound, everyday, Arrays.asList(worst)));
    }

    private static Probe post(String target, String body) {
        return new Probe("POST", target, body);
    }

    private static Probe patch(String target, String operations) {
        return new Probe("PATCH", target, Json.patch(operations));
    }

    private Probe patchGroup(String operations) {
        return patch("/Groups/" + stock.groupId() + "?excludedAttributes=members", operations);
    }

    private static Probe find(String filter) {
        return post("/Users/.search", Json.search("\"count\":10,\"filter\":" + Json.text(filter)));
    }

    private static Probe sort(String members) {
        return post("/Users/.search", Json.search("\"count\":10," + members));
    }

    private String newName() {
        return "new-" + next++;
    }

    /** Texts of one and the same {@code String.hashCode}. */
    private static String colliding(int number) {
        var text = new StringBuilder();
        for (int bit = 0; bit < 15; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private void reads() {
        add(
                "read: foreign Host",
                ALONE,
                i -> Probe.get(someone),
                () -> new Probe(
                        "GET", someone, "", List.of("Host: " + "h".repeat(HOST_LETTERS) + next++ + ".example")));
        add(
                "read: many tags in If-None-Match",
                ALONE,
                i -> Probe.get(someone),
                () -> new Probe(
                        "GET", someone, "", List.of("If-None-Match: " + Json.list(1_000, i -> "W/\"" + i + "\""))));
        add(
                "read: many attributes",
                ALONE,
                i -> sort("\"attributes\":[\"userName\",\"emails\"]"),
                () -> sort("\"attributes\":[" + Json.list(90_000, i -> "\"name.a" + i + "\"") + "]"),
                () -> sort("\"attributes\":[" + Json.list(90_000, i -> "\"title\"") + "]"));
        add(
                "read: the large group",
                ALONE,
                i -> Probe.get("/Groups/" + stock.groupId() + "?excludedAttributes=members"),
                () -> Probe.get("/Groups/" + stock.groupId()));
        add(
                "read: a page of 1,000 large users",
                ALONE,
                i -> Probe.get("/Users?count=1000&startIndex=" + Math.max(1, stock.users() - 999)),
                () -> Probe.get("/Users?count=1000&startIndex=" + stock.firstLarge()));
    }

    private void texts() {
        add(
                "text: marks in a title",
                ALONE,
                i -> post("/Users", Json.user("marks-" + i, "\"title\":\"Tour Guide\"")),
                () -> marked(250_000),
                () -> marked(2_046));
        add(
                "text: letters to fold in a user name",
                ALONE,
                i -> post("/Users", Json.user("folded-" + i, "")),
                () -> post("/Users", Json.user("\ufdfa".repeat(300_000) + next++, "")),
                () -> post("/Users", Json.user("\ufdfa".repeat(250) + next++, "")));
        add(
                "text: marks in PATCH values",
                ALONE,
                i -> patch(someone, replaceTitle("Guide " + i)),
                () -> patch(someone, Json.list(200, i -> replaceTitle("a" + MARKS.repeat(800) + i))),
                () -> patch(someone, Json.list(200, i -> replaceTitle(MARKED_TITLE + i))));
        add(
                "text: marks in the operand of a filter",
                ALONE,
                i -> find("userName eq \"bjensen" + i + "\""),
                () -> find("title eq \"a" + MARKS.repeat(16_000) + "\""),
                () -> find("userName eq \"" + ("a" + MARKS.repeat(15)).repeat(8) + "\""));
        add(
                "text: a password of marks",
                ALONE,
                i -> post("/Users", Json.user("secret-" + i, password(EVERYDAY_PASSWORD))),
                () -> post("/Users", Json.user(newName(), password("a" + MARKS.repeat(200_000)))),
                () -> post("/Users", Json.user(newName(), password(("a" + MARKS.repeat(15)).repeat(60)))));
    }

    private Probe marked(int length) {
        String title = length > 10_000 ? "a" + MARKS.repeat(length / 2) : ("a" + MARKS.repeat(15)).repeat(length / 31);
        return post("/Users", Json.user(newName(), "\"title\":" + Json.text(title)));
    }

    private static String replaceTitle(String title) {
        return "{\"op\":\"replace\",\"path\":\"title\",\"value\":" + Json.text(title) + "}";
    }

    private static String password(String password) {
        return "\"password\":" + Json.text(password);
    }

    private void searches() {
        add(
                "search: co",
                SCAN,
                i -> find("title co \"guide\""),
                () -> find("title co \"" + "a".repeat(32_000) + "b\""),
                () -> find("title co \"" + "a".repeat(1_024) + "b\""),
                () -> find("title co \"" + "a".repeat(255) + "b\""));
        add(
                "search: co, beyond ASCII",
                SCAN,
                i -> find("title co \"gu\u00efde\""),
                () -> find("title co \"" + "\u00e4".repeat(16_000) + "b\""),
                () -> find("title co \"" + "\u00e4".repeat(1_024) + "b\""),
                () -> find("title co \"" + "\u00e4".repeat(255) + "b\""));
        add("search: sortBy", SCAN, i -> sort("\"sortBy\":\"title\""), () -> sort("\"sortBy\":\"title\""));
        add(
                "search: sortBy, last page",
                SCAN,
                i -> sort("\"sortBy\":\"title\",\"startIndex\":" + (stock.users() - 10)),
                () -> sort("\"sortBy\":\"title\",\"startIndex\":" + (stock.users() - 10)));
        add(
                "search: both types, sortBy, last page",
                SCAN,
                i -> post("/.search", Json.search("\"count\":10,\"sortBy\":\"title\"")),
                () -> post(
                        "/.search", Json.search("\"count\":10,\"sortBy\":\"title\",\"startIndex\":" + stock.users())));
        add(
                "search: wide filter",
                SCAN,
                i -> find(wide("title", MANY_COMPARISONS)),
                () -> find(wide("title", MANY_COMPARISONS)));
        add(
                "search: wide filter on a list",
                SCAN,
                i -> find(wide("emails.value", MANY_COMPARISONS)),
                () -> find(wide("emails.value", MANY_COMPARISONS)),
                () -> find(wide("emails.value", 100)));
        add(
                "search: deep filter",
                SCAN,
                i -> find("not (title co \"x\")"),
                () -> find("not (".repeat(DEEPEST) + "title co \"x\"" + ")".repeat(DEEPEST)));
        add(
                "search: a filter that breaks off",
                ALONE,
                i -> find("userName eq \"bjensen" + i + "\""),
                () -> find("(".repeat(32_000)),
                () -> find(wide("title", 1_400) + " or"));
        add(
                "search: members of the large group",
                ALONE,
                i -> Probe.get("/Groups?excludedAttributes=members&filter="
                        + encoded("members.value eq \"" + stock.userId(i) + "\"")),
                () -> post(
                        "/Groups/.search",
                        Json.search("\"excludedAttributes\":[\"members\"],\"filter\":"
                                + Json.text(wide("members.value", MANY_COMPARISONS)))),
                () -> post(
                        "/Groups/.search",
                        Json.search("\"excludedAttributes\":[\"members\"],\"filter\":"
                                + Json.text(wide("members.value", 20)))));
    }

    private static String wide(String path, int comparisons) {
        return Json.list(comparisons, i -> path + " co \"q" + i + "\"").replace(",", " or ");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void lists() {
        add(
                "list: member ids with equal hashes",
                ALONE,
                i -> post("/Groups", Json.group("ordinary " + i, Json.list(100, n -> Json.member(stock.userId(n))))),
                () -> post(
                        "/Groups?excludedAttributes=members",
                        Json.group("colliding " + next++, Json.list(COLLIDING_IDS, n -> Json.member(colliding(n))))));
        add(
                "list: ids with equal hashes into the large group",
                ALONE,
                i -> patchGroup(addMembers(Json.member("guest-" + i))),
                () -> patchGroup(addMembers(Json.list(COLLIDING_IDS, n -> Json.member(colliding(n))))));
        add(
                "list: one value of many types",
                ALONE,
                i -> post("/Users", Json.user("typed-" + i, emails(2))),
                () -> post("/Users", Json.user(newName(), emails(20_000))),
                () -> post("/Users", Json.user(newName(), emails(1_000))),
                () -> post("/Users", Json.user(newName(), emails(400))));
        add(
                "list: many addresses",
                ALONE,
                i -> post("/Users", Json.user("housed-" + i, addresses(2))),
                () -> post("/Users", Json.user(newName(), addresses(20_000))),
                () -> post("/Users", Json.user(newName(), addresses(400))));
        add(
                "list: many filtered changes of one user",
                ALONE,
                i -> patch(
                        someone,
                        "{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].display\",\"value\":\"" + i
                                + "\"}"),
                () -> patch(
                        someone,
                        Json.list(
                                1_000,
                                i -> "{\"op\":\"add\",\"path\":\"emails[type eq \\\"t" + i
                                        + "\\\"].value\",\"value\":\"a" + i + "@example.org\"}")));
        add(
                "list: unknown attributes",
                ALONE,
                i -> post("/Users", Json.user("plain-" + i, "\"favourite\":1")),
                () -> post("/Users", Json.user(newName(), Json.list(60_000, i -> "\"" + colliding(i) + i + "\":1"))),
                () -> post("/Users", Json.user(newName(), Json.list(20_000, i -> "\"" + colliding(i) + i + "\":1"))));
    }

    private static String addMembers(String members) {
        return "{\"op\":\"add\",\"path\":\"members\",\"value\":[" + members + "]}";
    }

    private static String emails(int count) {
        return "\"emails\":[" + Json.list(count, i -> "{\"value\":\"a@example.org\",\"type\":\"" + colliding(i) + "\"}")
                + "]";
    }

    private static String addresses(int count) {
        return "\"addresses\":[" + Json.list(count, i -> "{\"locality\":\"" + colliding(i) + "\"}") + "]";
    }

    private void members() {
        IntFunction<Probe> everyday = i -> patchGroup(removeMember("value eq \\\"" + stock.userId(i) + "\\\""));
        add(
                "members: filtered changes of the large group",
                ALONE,
                everyday,
                () -> patchGroup(Json.list(1_000, i -> removeMember(endOfNextId()))),
                () -> patchGroup(Json.list(10, i -> removeMember(endOfNextId()))),
                () -> patchGroup(removeMember(endOfNextId())));
        add(
                "members: a wide filter over the large group",
                ALONE,
                everyday,
                () -> patchGroup(removeMember(Json.list(900, i -> endOfNextId()).replace(",", " or "))),
                () -> patchGroup(removeMember(Json.list(10, i -> endOfNextId()).replace(",", " or "))));
        add(
                "members: many removed by value",
                ALONE,
                everyday,
                () -> patchGroup("{\"op\":\"remove\",\"path\":\"members\",\"value\":["
                        + Json.list(Math.min(15_000, stock.users() / 8), i -> Json.member(stock.userId(gone++)))
                        + "]}"),
                () -> patchGroup("{\"op\":\"remove\",\"path\":\"members\",\"value\":["
                        + Json.list(1_000, i -> Json.member(stock.userId(gone++))) + "]}"));
        add(
                "members: as many operations as one PATCH may have",
                ALONE,
                everyday,
                () -> patchGroup(Json.list(
                        1_000,
                        i -> i % 2 == 0
                                ? addMembers(Json.member("op-" + next++))
                                : removeMember("value eq \\\"" + stock.userId(gone++) + "\\\""))));
    }

    private String endOfNextId() {
        String id = stock.userId(gone++);
        return "value ew \\\"" + id.substring(id.length() - 12) + "\\\"";
    }

    private static String removeMember(String filter) {
        return "{\"op\":\"remove\",\"path\":\"members[" + filter + "]\"}";
    }

    private void secrets() {
        IntFunction<Probe> everyday = i -> patch(someone, replacePassword(i));
        add(
                "secrets: many in one PATCH",
                ALONE,
                everyday,
                () -> patch(someone, Json.list(64, Kinds::replacePassword)),
                () -> patch(someone, Json.list(4, Kinds::replacePassword)));
        add(
                "secrets: many in one PATCH, without paths",
                ALONE,
                everyday,
                () -> patch(
                        someone,
                        Json.list(64, i -> "{\"op\":\"replace\",\"value\":{" + password("Secret " + i) + "}}")));
        add(
                "secrets: a long one",
                ALONE,
                everyday,
                () -> patch(someone, replacePassword("p".repeat(1_000_000))),
                () -> patch(someone, replacePassword("p".repeat(2_048))));
        IntFunction<Probe> bulk = i -> createdWithPasswords(1);
        add(
                "secrets: in Bulk",
                ALONE,
                bulk,
                () -> createdWithPasswords(64),
                () -> createdWithPasswords(5),
                () -> createdWithPasswords(4));
        add(
                "secrets: PATCHes in Bulk",
                ALONE,
                bulk,
                () -> post(
                        "/Bulk",
                        Json.bulk(Json.list(
                                16,
                                i -> Json.inBulk(
                                        "PATCH",
                                        "/Users/" + stock.userId(i),
                                        "p" + i,
                                        Json.patch(Json.list(16, Kinds::replacePassword)))))));
    }

    private static String replacePassword(int number) {
        return replacePassword(EVERYDAY_PASSWORD + number);
    }

    private static String replacePassword(String password) {
        return "{\"op\":\"replace\",\"path\":\"password\",\"value\":" + Json.text(password) + "}";
    }

    private Probe createdWithPasswords(int count) {
        return post(
                "/Bulk",
                Json.bulk(Json.list(
                        count,
                        i -> Json.inBulk(
                                "POST", "/Users", "b" + i, Json.user(newName(), password(EVERYDAY_PASSWORD))))));
    }

    private void bulks() {
        add("bulk: 1,000 creates", ALONE, i -> bulkOfCreates(10), () -> bulkOfCreates(1_000), () -> bulkOfCreates(500));
        IntFunction<Probe> changes = i -> bulkOfGroupPatches(1, n -> addMembers(Json.member("b-" + next++)));
        add(
                "bulk: changes of one user after another",
                ALONE,
                i -> bulkOfUserPatches(10),
                () -> bulkOfUserPatches(1_000),
                () -> bulkOfUserPatches(500));
        add(
                "bulk: marks in titles",
                ALONE,
                i -> bulkOfUserPatches(10),
                () -> bulkOfUserPatches(900, MARKED_TITLE),
                () -> bulkOfUserPatches(100, MARKED_TITLE));
        add(
                "bulk: ids with equal hashes into the large group",
                ALONE,
                changes,
                () -> bulkOfGroupPatches(
                        10, n -> addMembers(Json.list(1_900, m -> Json.member(colliding(n * 1_900 + m))))),
                () -> bulkOfGroupPatches(5, n -> addMembers(Json.list(500, m -> Json.member(colliding(n * 500 + m))))));
        add(
                "bulk: members of the large group",
                ALONE,
                changes,
                () -> bulkOfGroupPatches(1_000, n -> addMembers(Json.list(10, m -> Json.member("b-" + next++)))),
                () -> bulkOfGroupPatches(300, n -> addMembers(Json.list(10, m -> Json.member("b-" + next++)))),
                () -> bulkOfGroupPatches(100, n -> addMembers(Json.list(10, m -> Json.member("b-" + next++)))));
        add(
                "bulk: filtered changes of the large group",
                ALONE,
                changes,
                () -> bulkOfGroupPatches(100, n -> removeMember(endOfNextId())),
                () -> bulkOfGroupPatches(10, n -> removeMember(endOfNextId())));
        add(
                "bulk: wide filters in paths",
                ALONE,
                i -> bulkOfUserPatches(10),
                () -> bulkOfUserFilters(1_000, 100),
                () -> bulkOfUserFilters(100, 100));
        add(
                "bulk: large groups",
                ALONE,
                i -> post(
                        "/Bulk",
                        Json.bulk(Json.inBulk("POST", "/Groups", "g", Json.group("bulk " + i, Json.member("m"))))),
                () -> bulkOfGroups(4, 5_000),
                () -> bulkOfGroups(1, 5_000));
        add(
                "bulk: references to each other",
                ALONE,
                i -> bulkOfCircle(3),
                () -> bulkOfCircle(1_000),
                () -> bulkOfCircle(300));
    }

    private Probe bulkOfCreates(int count) {
        return post(
                "/Bulk",
                Json.bulk(
                        Json.list(
                                count,
                                i -> Json.inBulk(
                                        "POST",
                                        "/Users",
                                        "c" + i,
                                        Json.user(
                                                newName(),
                                                "\"title\":\"Guide\",\"emails\":[{\"value\":\"a@example.org\",\"type\":\"work\"}]")))));
    }

    private Probe bulkOfUserPatches(int count) {
        return bulkOfUserPatches(count, "Guide ");
    }

    private Probe bulkOfUserPatches(int count, String title) {
        return post(
                "/Bulk",
                Json.bulk(Json.list(
                        count,
                        i -> Json.inBulk(
                                "PATCH",
                                "/Users/" + stock.userId(i),
                                "u" + i,
                                Json.patch(replaceTitle(title + next++))))));
    }

    private Probe bulkOfUserFilters(int count, int comparisons) {
        String filter =
                Json.list(comparisons, i -> "value co \\\"q" + i + "\\\"").replace(",", " or ");
        return post(
                "/Bulk",
                Json.bulk(Json.list(
                        count,
                        i -> Json.inBulk(
                                "PATCH",
                                "/Users/" + stock.userId(i),
                                "f" + i,
                                Json.patch("{\"op\":\"remove\",\"path\":\"emails[" + filter + "]\"}")))));
    }

    private Probe bulkOfGroupPatches(int count, IntFunction<String> operation) {
        return post(
                "/Bulk",
                Json.bulk(Json.list(
                        count,
                        i -> Json.inBulk(
                                "PATCH", "/Groups/" + stock.groupId(), "m" + i, Json.patch(operation.apply(i))))));
    }

    private Probe bulkOfGroups(int count, int members) {
        return post(
                "/Bulk",
                Json.bulk(Json.list(
                        count,
                        i -> Json.inBulk(
                                "POST",
                                "/Groups",
                                "g" + i,
                                Json.group("bulk " + next++, Json.list(members, m -> Json.member(colliding(m))))))));
    }

    /** Each group has the next one as its member, the last one the first. */
    private Probe bulkOfCircle(int count) {
        return post(
                "/Bulk",
                Json.bulk(Json.list(
                        count,
                        i -> Json.inBulk(
                                "POST",
                                "/Groups",
                                "r" + i,
                                Json.group("circle " + next++, Json.member("bulkId:r" + (i + 1) % count))))));
    }

    /** What takes the large group away comes last. */
    private void ends() {
        add(
                "members: the large group emptied",
                ALONE,
                i -> patchGroup(addMembers(Json.member("last-" + i))),
                () -> patchGroup("{\"op\":\"remove\",\"path\":\"members\"}"));
    }
}
