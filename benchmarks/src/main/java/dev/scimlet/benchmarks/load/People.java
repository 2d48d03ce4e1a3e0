package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The users and members of the load. A user is made from their number and nothing else, so two subjects, and two runs, hold
 * the same people.
 *
 * <p>A user is about 1.5 KB of JSON. Seven of ten have a work e-mail at {@code example.com}, nine of ten are active.
 */
public final class People {

    /** The {@code schemas} URI and the attribute of the enterprise extension (RFC 7643 §4.3). */
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final long SEED = 7643_7644L;

    private static final List<String> GIVEN_NAMES = List.of(
            "Barbara",
            "Mandy",
            "Joy",
            "Alice",
            "Hiroshi",
            "Françoise",
            "Jürgen",
            "Ana",
            "Mehmet",
            "Priya",
            "Oluwaseun",
            "Sofía",
            "Lars",
            "Katarzyna",
            "Chidi",
            "Ewa");
    private static final List<String> FAMILY_NAMES = List.of(
            "Jensen",
            "Pepperidge",
            "Young",
            "Nakamura",
            "Lefèvre",
            "Müller",
            "Silva",
            "Yılmaz",
            "Raman",
            "Adeyemi",
            "García",
            "Lindqvist",
            "Nowak",
            "Okafor",
            "Wójcik",
            "Smith");
    private static final List<String> TITLES = List.of(
            "Tour Guide",
            "Senior Software Engineer",
            "Accounts Payable Clerk",
            "Head of Procurement",
            "Analyst",
            "Vice President of Customer Operations");
    private static final List<String> DEPARTMENTS =
            List.of("Tour Operations", "Engineering", "Finance", "Procurement", "People and Culture");
    private static final List<String> CITIES =
            List.of("Hollywood", "Linköping", "Kraków", "São Paulo", "Lagos", "Hyderabad");

    private final JsonNodeFactory json = JsonNodeFactory.instance;

    /** The user with this number, from 0, as a client sends them. */
    public ObjectNode user(int number) {
        var random = new SplittableRandom(SEED + number);
        String given = pick(random, GIVEN_NAMES);
        String family = pick(random, FAMILY_NAMES);
        String name = ("user" + number + "." + family.codePointAt(0) + "." + given.length()).toLowerCase(Locale.ROOT);
        String workDomain = random.nextInt(10) < 7 ? "@example.com" : "@example.org";
        ObjectNode user = json.objectNode();
        user.putArray("schemas")
                .add("urn:ietf:params:scim:schemas:core:2.0:User")
                .add(ENTERPRISE);
        user.put("externalId", uuid(random));
        user.put("userName", name + "@example.com");
        user.putObject("name")
                .put("formatted", "Ms. " + given + " J " + family + ", III")
                .put("familyName", family)
                .put("givenName", given)
                .put("middleName", "Jane")
                .put("honorificPrefix", "Ms.")
                .put("honorificSuffix", "III");
        user.put("displayName", displayName(number, given, family));
        user.put("nickName", given.substring(0, 3));
        user.put("profileUrl", "https://login.example.com/people/" + name);
        user.put("title", pick(random, TITLES));
        user.put("userType", random.nextInt(20) == 0 ? "Contractor" : "Employee");
        user.put("preferredLanguage", "en-US");
        user.put("locale", "en-US");
        user.put("timezone", "America/Los_Angeles");
        user.put("active", random.nextInt(10) < 9);
        putContacts(user, random, name, workDomain);
        user.putObject(ENTERPRISE)
                .put("employeeNumber", Integer.toString(701_000 + number))
                .put("costCenter", Integer.toString(4130 + random.nextInt(40)))
                .put("organization", "Universal Studios")
                .put("division", "Theme Park")
                .put("department", pick(random, DEPARTMENTS));
        return user;
    }

    private static String displayName(int number, String given, String family) {
        return given + " " + family + " " + number;
    }

    private static void putContacts(ObjectNode user, SplittableRandom random, String name, String workDomain) {
        ArrayNode emails = user.putArray("emails");
        emails.addObject().put("value", name + workDomain).put("type", "work").put("primary", true);
        emails.addObject().put("value", name + "@home.example.net").put("type", "home");
        ArrayNode phones = user.putArray("phoneNumbers");
        phones.addObject().put("value", phone(random)).put("type", "work");
        phones.addObject().put("value", phone(random)).put("type", "mobile");
        String street = random.nextInt(1, 999) + " Universal City Plaza";
        String city = pick(random, CITIES);
        user.putArray("addresses")
                .addObject()
                .put("type", "work")
                .put("streetAddress", street)
                .put("locality", city)
                .put("region", "CA")
                .put("postalCode", Integer.toString(90_000 + random.nextInt(9_999)))
                .put("country", "US")
                .put("formatted", street + "\n" + city + ", CA USA")
                .put("primary", true);
    }

    private static String phone(SplittableRandom random) {
        return "+1-555-" + random.nextInt(100, 999) + "-" + random.nextInt(1000, 9999);
    }

    private static String pick(SplittableRandom random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The {@code value} of the member with this number: an {@code id} in the form that directories give. */
    public static String memberId(long number) {
        return uuid(new SplittableRandom(~SEED + number));
    }

    private static String uuid(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** A group without members, as a client sends it. */
    public ObjectNode group(String displayName) {
        ObjectNode group = json.objectNode();
        group.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:Group");
        return group.put("displayName", displayName);
    }

    /** The members with these numbers, the last not among them. */
    public ArrayNode members(int from, int to) {
        ArrayNode members = json.arrayNode(to - from);
        for (int number = from; number < to; number++) {
            members.addObject().put("value", memberId(number)).put("display", "Member " + number);
        }
        return members;
    }
}
