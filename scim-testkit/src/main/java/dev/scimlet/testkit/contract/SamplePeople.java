package dev.scimlet.testkit.contract;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardSchemas;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * People who differ in everything that a filter or an order can look at, as far as a type knows it: values that differ
 * in case only, characters that mean something to a database, values that are missing.
 */
final class SamplePeople {

    private static final String STAFF = StandardSchemas.ENTERPRISE_USER.id() + ":";
    private static final String MORE = ContractTypes.EXTENSION.id() + ":";

    private final ResourceType type;

    SamplePeople(ResourceType type) {
        this.type = type;
    }

    /** A filter, and the requirement that says what it means. */
    record Example(String requirement, String filter) {}

    List<Attributes> all() {
        return List.of(barbara(), john(), brian(), zoe(), anna());
    }

    Attributes barbara() {
        return new Person("bjensen@example.com")
                .with("externalId", "701984")
                .with("name.givenName", "Barbara")
                .with("name.familyName", "Jensen")
                .with("displayName", "Babs Jensen")
                .with("title", "Tour Guide")
                .with("active", true)
                .email("work", "bjensen@example.com", false)
                .email("home", "zz.babs@jensen.example", true)
                .with("profileUrl", "https://example.com/bjensen")
                .with(STAFF + "department", "Tour Operations")
                .with(STAFF + "manager.value", "26118915")
                .with(MORE + "level", 7)
                .with(MORE + "score", new BigDecimal("1.50"))
                .with(MORE + "hired", "2011-05-13T04:42:34Z")
                .with(MORE + "token", "AQID")
                .with(MORE + "badge", "A-1")
                .with(MORE + "tags", List.of("chess", "go"))
                .attributes();
    }

    private Attributes john() {
        return new Person("jsmith")
                .with("externalId", "Abc")
                .with("name.givenName", "John")
                .with("name.familyName", "Smith")
                .with("displayName", "100% Straße")
                .with("title", "tour guide")
                .with("active", false)
                .email("work", "john@example.com", false)
                .email("home", "home@example.com", false)
                .with("profileUrl", "https://example.com/BJensen")
                .with(STAFF + "department", "Sales")
                .with(MORE + "level", 10)
                .with(MORE + "score", new BigDecimal("2"))
                .with(MORE + "hired", "2011-05-13T06:42:35+02:00")
                .with(MORE + "token", "BAUG")
                .with(MORE + "badge", "a-1")
                .with(MORE + "tags", List.of("Go"))
                .attributes();
    }

    private Attributes brian() {
        return new Person("O'Brien_x")
                .with("externalId", "abc")
                .with("name.familyName", "O'Brien")
                .with("displayName", "1000 strasse")
                .with("active", true)
                .with(MORE + "level", -3)
                .with(MORE + "score", new BigDecimal("1.5"))
                .attributes();
    }

    private Attributes zoe() {
        return new Person("zoë")
                .with("displayName", "say \"hi\" \\ under_score")
                .with("title", "Änderung")
                .with("active", false)
                .email("other", "zoe@other.example", false)
                .with(STAFF + "manager.value", "26118916")
                .with(MORE + "hired", "1969-12-31T23:59:59.5Z")
                .attributes();
    }

    private Attributes anna() {
        return new Person("anna")
                .with("displayName", "anna")
                .with("title", "Zeichnerin")
                .with("active", true)
                .email("work", "anna@example.com", false)
                .attributes();
    }

    /** A person with a user name and nothing else that could be unique. */
    Attributes named(String userName) {
        return new Person(userName).with("active", true).attributes();
    }

    boolean knows(String path) {
        try {
            type.path(path);
            return true;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** Whose filters an answer depends on, whatever the ids and times are. */
    static List<Example> filters() {
        return List.of(
                new Example("P-3.4.2.2-14 eq", "userName eq \"bjensen@example.com\""),
                new Example("P-3.4.2.2-27 case of userName", "userName eq \"BJensen@EXAMPLE.com\""),
                new Example("P-3.4.2.2-27 case of externalId", "externalId eq \"abc\""),
                new Example("P-3.4.2.2-28 Unicode", "userName eq \"ZOË\""),
                new Example("P-3.4.2.2-28 composed forms", "userName eq \"zoe\u0308\""),
                new Example("P-3.4.2.2-28 full case folding", "displayName eq \"100% STRASSE\""),
                new Example("P-3.4.2.2-14 boolean", "active eq true"),
                new Example("P-3.4.2.2-14 boolean", "active eq false"),
                new Example("P-3.4.2.2-14 integer", MORE + "level eq 7"),
                new Example("P-3.4.2.2-14 integer as decimal", MORE + "level eq 7.0"),
                new Example("P-3.4.2.2-14 decimal", MORE + "score eq 1.5"),
                new Example("A-39 instants", MORE + "hired eq \"2011-05-13T06:42:34+02:00\""),
                new Example("A-73 bytes", MORE + "token eq \"AQID\""),
                new Example("S-2.3.7 references", "profileUrl eq \"https://example.com/bjensen\""),
                new Example("P-3.4.2.2-31 extension", STAFF + "department eq \"sales\""),
                new Example("P-3.4.2.2-26 manager", STAFF + "manager eq \"26118915\""),
                new Example("P-3.4.2.2-23 simple list", MORE + "tags eq \"GO\""),
                new Example("P-3.4.2.2-25 sub-attribute", "name.familyName eq \"jensen\""),
                new Example("P-3.4.2.2-15 ne", "userName ne \"jsmith\""),
                new Example("P-3.4.2.2-15 ne without value", "title ne \"tour guide\""),
                new Example("P-3.4.2.2-15 ne boolean", "active ne true"),
                new Example("P-3.4.2.2-15 ne integer", MORE + "level ne 7"),
                new Example("P-3.4.2.2-15 ne dateTime", MORE + "hired ne \"2011-05-13T04:42:34Z\""),
                new Example("P-3.4.2.2-24 ne on a list", "emails.type ne \"work\""),
                new Example("P-3.4.2.2-24 not eq on a list", "not (emails.type eq \"work\")"),
                new Example("P-3.4.2.2-16 co", "userName co \"EN\""),
                new Example("P-3.4.2.2-16 co, per cent", "displayName co \"0% s\""),
                new Example(
                        "P-3.4.2.2-16 co, per cent is no wildcard", "displayName co \"0%s\" or userName eq \"anna\""),
                new Example("P-3.4.2.2-16 co, underscore", "userName co \"n_x\""),
                new Example(
                        "P-3.4.2.2-16 co, underscore is no wildcard", "displayName co \"0_s\" or userName eq \"anna\""),
                new Example("P-3.4.2.2-16 co, backslash", "displayName co \"\\\\\""),
                new Example("P-3.4.2.2-33 co, quotes", "displayName co \"\\\"hi\\\"\""),
                new Example("P-3.4.2.2-33 co, apostrophe", "userName co \"'b\""),
                new Example("P-3.4.2.2-33 injection", "userName eq \"x' or '1'='1\" or userName sw \"o'\""),
                new Example("P-3.4.2.2-16 co on a list", "emails co \"JENSEN\""),
                new Example("P-3.4.2.2-16 co case exact", "profileUrl co \"BJ\""),
                new Example("P-3.4.2.2-16 sw", "displayName sw \"100\""),
                new Example("P-3.4.2.2-16 sw, per cent", "displayName sw \"100%\""),
                new Example("P-3.4.2.2-16 sw case exact", "externalId sw \"a\""),
                new Example("P-3.4.2.2-28 sw Unicode", "title sw \"ä\""),
                new Example("P-3.4.2.2-16 ew", "displayName ew \"STRASSE\""),
                new Example("P-3.4.2.2-18 gt", "userName gt \"jsmith\""),
                new Example("P-3.4.2.2-18 ge", "userName ge \"JSMITH\""),
                new Example("P-3.4.2.2-18 lt", "displayName lt \"B\""),
                new Example("P-3.4.2.2-18 le without value", "title le \"TOUR GUIDE\""),
                new Example("P-3.4.2.2-18 order by code point", "userName gt \"zo\""),
                new Example("P-3.4.2.2-18 integer", MORE + "level gt 7"),
                new Example("P-3.4.2.2-18 integer", MORE + "level le 7.5"),
                new Example("P-3.4.2.2-18 decimal", MORE + "score ge 1.5"),
                new Example("P-3.4.2.2-18 decimal", MORE + "score lt 2"),
                new Example("P-3.4.2.2-18 dateTime", MORE + "hired gt \"2011-05-13T04:42:34Z\""),
                new Example("P-3.4.2.2-18 before 1970", MORE + "hired lt \"1970-01-01T00:00:00Z\""),
                new Example("P-3.4.2.2-22 pr", "title pr"),
                new Example("P-3.4.2.2-22 pr complex", "name pr"),
                new Example("P-3.4.2.2-22 pr list", "emails pr"),
                new Example("P-3.4.2.2-22 pr extension attribute", STAFF + "manager pr"),
                new Example("P-3.4.2.2-21 eq null", "title eq null"),
                new Example("P-3.4.2.2-21 ne null", "externalId ne null"),
                new Example("P-3.4.2.2-29 schemas", "schemas eq \"" + StandardSchemas.ENTERPRISE_USER.id() + "\""),
                new Example("P-3.4.2.2-23 any value", "emails.value ew \"example.com\""),
                new Example("P-3.4.2.2-08 one entry", "emails[type eq \"work\" and value co \"jensen\"]"),
                new Example("P-3.4.2.2-08 not two entries", "emails[type eq \"home\" and value ew \"example.com\"]"),
                new Example("P-3.4.2.2-08 primary", "emails[primary eq true]"),
                new Example("P-3.4.2.2-08 not in brackets", "emails[not (type eq \"work\")]"),
                new Example("A-84 after the bracket", "emails[type eq \"work\"].value sw \"john\""),
                new Example("P-3.4.2.2-06 and", "active eq true and title pr"),
                new Example("P-3.4.2.2-06 or", "userName eq \"anna\" or userName eq \"jsmith\""),
                new Example("P-3.4.2.2-06 not", "not (title pr)"),
                new Example(
                        "P-3.4.2.2-09 and before or",
                        "userName eq \"anna\" or active eq false and displayName sw \"1\""),
                new Example(
                        "P-3.4.2.2-07 parentheses",
                        "(userName eq \"anna\" or active eq false) and displayName sw \"1\""),
                new Example("P-3.4.2.2-07 not over or", "not (userName eq \"anna\" or displayName sw \"1\")"));
    }

    /** By what people can be ordered. */
    static List<String> sortPaths() {
        return List.of(
                "userName",
                "displayName",
                "title",
                "externalId",
                "active",
                "name.familyName",
                "emails.value",
                "meta.created",
                STAFF + "department",
                MORE + "level",
                MORE + "score",
                MORE + "hired");
    }

    /** Sets what the type knows and leaves the rest. */
    private final class Person {

        private final AttributesBuilder builder;

        Person(String userName) {
            this.builder = type.attributes().set("userName", userName);
        }

        Person with(String path, Object value) {
            if (knows(path)) {
                builder.set(path, value);
            }
            return this;
        }

        Person email(String kind, String address, boolean primary) {
            if (knows("emails.type")) {
                builder.add(
                        "emails",
                        primary && knows("emails.primary")
                                ? Map.of("type", kind, "value", address, "primary", true)
                                : Map.of("type", kind, "value", address));
            }
            return this;
        }

        Attributes attributes() {
            return builder.build();
        }
    }
}
