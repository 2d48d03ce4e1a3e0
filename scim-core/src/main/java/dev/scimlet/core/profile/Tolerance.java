package dev.scimlet.core.profile;

/**
 * The habits of clients that leave the letter of the RFCs and that a {@link ClientProfile} takes or refuses. Each is a
 * switch with a name that settings files use; the constant says what is accepted while it is on.
 */
public enum Tolerance {
    /** + in the query string is a blank, %2B a plus sign. */
    PLUS_AS_BLANK("plusAsBlank"),
    /** One slash at the end of the path, or before ?, is ignored. */
    TRAILING_SLASH("trailingSlash"),
    /** One empty segment between base URL and endpoint is ignored. */
    EMPTY_FIRST_SEGMENT("emptyFirstSegment"),
    /** The configuration is readable without an Authorization header. A wrong token is 401 all the same. */
    ANONYMOUS_SERVICE_PROVIDER_CONFIG("anonymousServiceProviderConfig"),
    /** Where nothing in Accept can be served, application/scim+json is sent. */
    ANSWER_UNACCEPTABLE("answerUnacceptable"),
    /** In a filter a comparison on a sub-attribute may follow the bracket; it is one more condition on the same entry. */
    VALUE_PATH_SUB_ATTRIBUTE("valuePathSubAttribute"),
    /** manager, manager.value … without URN mean the enterprise attribute, in filters, PATCH paths and keys of types that have the enterprise extension. */
    UNQUALIFIED_MANAGER("unqualifiedManager"),
    /** A word without quotes is read as a string. */
    UNQUOTED_FILTER_VALUES("unquotedFilterValues"),
    /** {@code "true"} and {@code "false"} in any case are booleans, in bodies, PATCH values and filters. */
    TEXT_BOOLEANS("textBooleans"),
    /** A string for a complex attribute, or for an entry of a list, that has value sets value. */
    TEXT_FOR_COMPLEX("textForComplex"),
    /** One value or object for a list is a list of one. (PATCH add takes it where singleValueForAdd is on.) */
    SINGLE_VALUE_FOR_LIST("singleValueForList"),
    /**
     * A list of exactly one for a singular attribute, or for the record that a filter selects, stands for its value; of
     * an object for a simple attribute the value is taken, also inside a list of simple values ({@code depIds [{"value":
     * "30"}]}), in POST, PUT, PATCH add, replace and remove.
     */
    UNWRAP_LIST("unwrapList"),
    /** Integers and decimals written as text ({@code "5"}, {@code "1.5"}) are numbers, in bodies, PATCH values and filters. */
    TEXT_NUMBERS("textNumbers"),
    /** A JSON number for a string attribute is its text. Not a boolean, not for userName, id or references. */
    NUMBER_FOR_TEXT("numberForText"),
    /**
     * In a PATCH path a bracket after an attribute with a single value is a condition on that value; where it does not
     * hold, remove does nothing and add and replace are noTarget.
     */
    VALUE_FILTER_ON_SINGLE("valueFilterOnSingle"),
    /**
     * An empty text for an optional attribute counts as not given in POST and PUT and as null in PATCH. Not for booleans
     * and numbers; in PATCH not for lists. An entry of a complex list that is left without its significant value ({@code
     * value}, else all but {@code type} and {@code primary}) is no entry.
     */
    EMPTY_TEXT_IS_ABSENT("emptyTextIsAbsent"),
    /** Unknown attributes in POST and PUT, and unknown sub-attributes in any value, are ignored. (A PATCH path or key that is unknown is 400 invalidPath in both profiles.) */
    IGNORE_UNKNOWN_ATTRIBUTES("ignoreUnknownAttributes"),
    /** URNs in schemas that the server does not know, and objects under them, are ignored. */
    IGNORE_UNKNOWN_SCHEMAS("ignoreUnknownSchemas"),
    /** Data of a registered extension is taken although schemas does not name it. */
    UNDECLARED_EXTENSIONS("undeclaredExtensions"),
    /** A missing schemas, or the base URN missing in it, is filled in from the endpoint. */
    FILL_MISSING_SCHEMAS("fillMissingSchemas"),
    /** country, locale, preferredLanguage and timezone are stored as sent. */
    LOOSE_FORMATS("looseFormats"),
    /** Characters that PRECIS forbids in user names are stored; names compare by NFKC and full case folding. */
    ANY_USER_NAME("anyUserName"),
    /** An application may register sub-attributes of core complex attributes. */
    EXTRA_SUB_ATTRIBUTES("extraSubAttributes"),
    /**
     * A PUT without active keeps the stored value. (Explicit null clears it in both profiles, but a disabled user is
     * never enabled by that: where a default of the host or mapping would make active true, false stays.)
     */
    KEEP_ACTIVE_ON_PUT("keepActiveOnPut"),
    /** In a PUT, another type, display or $ref of a member that the group has is ignored. */
    IGNORE_CHANGED_MEMBER_DETAILS("ignoreChangedMemberDetails"),
    /** op in any case. */
    ANY_CASE_OPERATIONS("anyCaseOperations"),
    /**
     * Keys of a value without path, of an extension object, and of a POST or PUT body, that are no attribute names are
     * read as paths ({@code "name.givenName"}, {@code "E:department"}).
     */
    PATH_KEYS("pathKeys"),
    /** add through a filter that matches nothing makes an entry, if the filter is a conjunction of eq. */
    ADD_CREATES_MISSING_ENTRY("addCreatesMissingEntry"),
    /** replace does the same, but never in a list of references (members, groups) and never when the filter names value: noTarget. */
    REPLACE_CREATES_MISSING_ENTRY("replaceCreatesMissingEntry"),
    /** remove with a value on a list removes the entries that the value names, and no others; elsewhere the value is ignored. */
    REMOVE_BY_VALUE("removeByValue"),
    /** id in a value without path is ignored, equal or not. (Equal is ignored in both profiles; meta always.) */
    IGNORE_ID_IN_PATCH_VALUE("ignoreIdInPatchValue"),
    /** A PATCH of a group is answered 204, unless attributes or excludedAttributes is given. */
    GROUP_PATCH_NO_CONTENT("groupPatchNoContent"),
    /** The same for every type. */
    PATCH_NO_CONTENT("patchNoContent"),
    /** replace on a complex attribute replaces it as a whole (interop profile draft). */
    REPLACE_COMPLEX_AS_WHOLE("replaceComplexAsWhole"),
    /** An operation of a PATCH may have no path (RFC 7644 §3.5.2); the interop profile draft wants one. */
    PATCH_WITHOUT_PATH("patchWithoutPath"),
    /**
     * A PATCH path may end at the bracket and so mean entries as a whole (the interop profile draft wants a sub-attribute
     * behind it). add and remove in a list of references always may, for nothing else removes a single member.
     */
    WHOLE_ENTRY_PATH("wholeEntryPath"),
    /** The filter of a PATCH path may match several entries, all of which change; the interop profile draft refuses that. */
    SEVERAL_MATCHES("severalMatches"),
    /** add takes one value for a list (RFC 7644 §3.5.2.1); the interop profile draft wants an array. */
    SINGLE_VALUE_FOR_ADD("singleValueForAdd"),
    /**
     * What is unknown is told by its place: a path or key by invalidPath, a URN in schemas by invalidValue. The interop profile draft
     * calls each invalidSyntax.
     */
    UNKNOWN_BY_PLACE("unknownByPlace");

    private final String switchName;

    Tolerance(String switchName) {
        this.switchName = switchName;
    }

    /** The name of the switch, as settings and documentation spell it. */
    public String switchName() {
        return switchName;
    }

    /**
     * The tolerance of this switch name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Tolerance named(String switchName) {
        for (Tolerance tolerance : values()) {
            if (tolerance.switchName.equals(switchName)) {
                return tolerance;
            }
        }
        throw new IllegalArgumentException("there is no tolerance '" + switchName + "'");
    }
}
