package dev.scimlet.core.standard;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import java.util.List;
import java.util.Optional;

/**
 * A typed view of the attributes of a User (RFC 7643 §4.1), for host code that prefers names to paths. It holds nothing of
 * its own; {@link #attributes()} gives what it looks at, extensions and added sub-attributes included.
 */
public final class User {

    private final Attributes attributes;

    private User(Attributes attributes) {
        this.attributes = attributes;
    }

    /** A view of a stored user. */
    public static User of(Resource resource) {
        return of(resource.attributes());
    }

    /**
     * A view of the attributes of a user.
     *
     * @throws IllegalArgumentException if they are not of a type whose base schema is that of User
     */
    public static User of(Attributes attributes) {
        if (!attributes.definition().name().equals(StandardSchemas.USER.id())) {
            throw new IllegalArgumentException(
                    "attributes of " + attributes.definition().name() + " are no User");
        }
        return new User(attributes);
    }

    /** What this is a view of. */
    public Attributes attributes() {
        return attributes;
    }

    /** The name that the user signs in with; empty text only before the service provider has checked the resource. */
    public String userName() {
        return attributes.string("userName").orElse("");
    }

    /** The identifier that the client gave. */
    public Optional<String> externalId() {
        return attributes.string("externalId");
    }

    /** The name for display. */
    public Optional<String> displayName() {
        return attributes.string("displayName");
    }

    /** The casual name. */
    public Optional<String> nickName() {
        return attributes.string("nickName");
    }

    /** The full name. */
    public Optional<String> formattedName() {
        return attributes.string("name.formatted");
    }

    /** The given name. */
    public Optional<String> givenName() {
        return attributes.string("name.givenName");
    }

    /** The family name. */
    public Optional<String> familyName() {
        return attributes.string("name.familyName");
    }

    /** The middle names. */
    public Optional<String> middleName() {
        return attributes.string("name.middleName");
    }

    /** The title before the name. */
    public Optional<String> honorificPrefix() {
        return attributes.string("name.honorificPrefix");
    }

    /** The suffix after the name. */
    public Optional<String> honorificSuffix() {
        return attributes.string("name.honorificSuffix");
    }

    /** The address of a page about the user. */
    public Optional<String> profileUrl() {
        return attributes.string("profileUrl");
    }

    /** The job title. */
    public Optional<String> title() {
        return attributes.string("title");
    }

    /** The relation to the organisation. */
    public Optional<String> userType() {
        return attributes.string("userType");
    }

    /** The preferred languages, as Accept-Language says them. */
    public Optional<String> preferredLanguage() {
        return attributes.string("preferredLanguage");
    }

    /** The locale. */
    public Optional<String> locale() {
        return attributes.string("locale");
    }

    /** The time zone. */
    public Optional<String> timezone() {
        return attributes.string("timezone");
    }

    /** Whether the user may use the application, if anybody has said. */
    public Optional<Boolean> active() {
        return attributes.bool("active");
    }

    /** The e-mail addresses. */
    public List<TypedValue> emails() {
        return TypedValue.listOf(attributes, "emails");
    }

    /** The telephone numbers. */
    public List<TypedValue> phoneNumbers() {
        return TypedValue.listOf(attributes, "phoneNumbers");
    }

    /** The instant messaging addresses. */
    public List<TypedValue> ims() {
        return TypedValue.listOf(attributes, "ims");
    }

    /** The addresses of pictures. */
    public List<TypedValue> photos() {
        return TypedValue.listOf(attributes, "photos");
    }

    /** The entitlements. */
    public List<TypedValue> entitlements() {
        return TypedValue.listOf(attributes, "entitlements");
    }

    /** The roles. */
    public List<TypedValue> roles() {
        return TypedValue.listOf(attributes, "roles");
    }

    /** The certificates, in base64. */
    public List<TypedValue> x509Certificates() {
        return TypedValue.listOf(attributes, "x509Certificates");
    }

    /** The groups that the user is in. */
    public List<TypedValue> groups() {
        return TypedValue.listOf(attributes, "groups");
    }

    /** The work address among the e-mail addresses. */
    public Optional<String> workEmail() {
        return attributes.string("emails[type eq \"work\"].value");
    }

    /** The primary e-mail address, else the first one. */
    public Optional<String> primaryEmail() {
        return attributes.complex("emails").flatMap(email -> email.string("value"));
    }

    /** The postal addresses. */
    public List<Attributes> addresses() {
        return attributes.list("addresses");
    }

    /** The enterprise extension, if the user has data of it. */
    public Optional<EnterpriseUser> enterprise() {
        boolean registered = attributes.definition().find(StandardSchemas.ENTERPRISE_USER.id()) != null;
        return registered
                ? attributes.complex(StandardSchemas.ENTERPRISE_USER.id()).map(EnterpriseUser::new)
                : Optional.empty();
    }
}
