package dev.scimlet.benchmarks.sqlfloor;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the attributes of a user are in the tables of {@link OwnSchema}. */
final class OwnColumns {

    private OwnColumns() {}

    /** What stands beside a column, for comparisons. */
    enum Key {
        NONE,
        EXACT,
        FOLDED;

        @Nullable
        String of(@Nullable String value) {
            return value == null || this == EXACT ? value : value.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A singular text.
     *
     * @param parent the complex attribute or extension that it is in, empty for none
     */
    record Text(String parent, String name, String column, Key key) {}

    static final List<Text> TEXTS = List.of(
            new Text("", "externalId", "external_id", Key.EXACT),
            new Text("", "userName", "user_name", Key.FOLDED),
            new Text("name", "formatted", "name_formatted", Key.FOLDED),
            new Text("name", "familyName", "name_family_name", Key.FOLDED),
            new Text("name", "givenName", "name_given_name", Key.FOLDED),
            new Text("name", "middleName", "name_middle_name", Key.FOLDED),
            new Text("name", "honorificPrefix", "name_honorific_prefix", Key.FOLDED),
            new Text("name", "honorificSuffix", "name_honorific_suffix", Key.FOLDED),
            new Text("", "displayName", "display_name", Key.FOLDED),
            new Text("", "nickName", "nick_name", Key.FOLDED),
            new Text("", "profileUrl", "profile_url", Key.NONE),
            new Text("", "title", "title", Key.FOLDED),
            new Text("", "userType", "user_type", Key.FOLDED),
            new Text("", "preferredLanguage", "preferred_language", Key.FOLDED),
            new Text("", "locale", "locale", Key.FOLDED),
            new Text("", "timezone", "timezone", Key.FOLDED),
            new Text(Trees.ENTERPRISE, "employeeNumber", "enterprise_employee_number", Key.FOLDED),
            new Text(Trees.ENTERPRISE, "costCenter", "enterprise_cost_center", Key.FOLDED),
            new Text(Trees.ENTERPRISE, "organization", "enterprise_organization", Key.FOLDED),
            new Text(Trees.ENTERPRISE, "division", "enterprise_division", Key.FOLDED),
            new Text(Trees.ENTERPRISE, "department", "enterprise_department", Key.FOLDED),
            new Text(Trees.ENTERPRISE, "manager", "enterprise_manager_value", Key.EXACT));

    /** A part of an entry of a list. */
    record Part(String name, String column, Key key) {

        String keyColumn() {
            return (column.equals(VALUE) ? "value" : column) + "_key";
        }
    }

    record Entries(String name, String table, List<Part> parts) {}

    private static final String VALUE = "value_";

    private static final List<Part> PLAIN = List.of(
            new Part("value", VALUE, Key.FOLDED),
            new Part("display", "display", Key.FOLDED),
            new Part("type", "type", Key.FOLDED));
    private static final List<Part> LONG = List.of(
            new Part("value", VALUE, Key.NONE),
            new Part("display", "display", Key.FOLDED),
            new Part("type", "type", Key.FOLDED));
    private static final List<Part> ADDRESS = List.of(
            new Part("formatted", "formatted", Key.FOLDED),
            new Part("streetAddress", "street_address", Key.FOLDED),
            new Part("locality", "locality", Key.FOLDED),
            new Part("region", "region", Key.FOLDED),
            new Part("postalCode", "postal_code", Key.FOLDED),
            new Part("country", "country", Key.FOLDED),
            new Part("type", "type", Key.FOLDED));

    static final List<Entries> LISTS = List.of(
            new Entries("emails", "scim_user_emails", PLAIN),
            new Entries("phoneNumbers", "scim_user_phone_numbers", PLAIN),
            new Entries("ims", "scim_user_ims", PLAIN),
            new Entries("photos", "scim_user_photos", LONG),
            new Entries("addresses", "scim_user_addresses", ADDRESS),
            new Entries("entitlements", "scim_user_entitlements", PLAIN),
            new Entries("roles", "scim_user_roles", PLAIN),
            new Entries("x509Certificates", "scim_user_x509certificates", LONG));

    static final int MOST_PARTS = ADDRESS.size();
}
