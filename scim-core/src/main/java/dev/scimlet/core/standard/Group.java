package dev.scimlet.core.standard;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import java.util.List;
import java.util.Optional;

/** A typed view of the attributes of a Group (RFC 7643 §4.2). */
public final class Group {

    /**
     * A member of a group.
     *
     * @param value the id of the member
     * @param type {@code User} or {@code Group}, where it is known
     * @param display a name for people, where it is known
     */
    public record Member(String value, Optional<String> type, Optional<String> display) {}

    private final Attributes attributes;

    private Group(Attributes attributes) {
        this.attributes = attributes;
    }

    /** A view of a stored group. */
    public static Group of(Resource resource) {
        return of(resource.attributes());
    }

    /**
     * A view of the attributes of a group.
     *
     * @throws IllegalArgumentException if they are not of a type whose base schema is that of Group
     */
    public static Group of(Attributes attributes) {
        if (!attributes.definition().name().equals(StandardSchemas.GROUP.id())) {
            throw new IllegalArgumentException(
                    "attributes of " + attributes.definition().name() + " are no Group");
        }
        return new Group(attributes);
    }

    /** What this is a view of. */
    public Attributes attributes() {
        return attributes;
    }

    /** The name of the group; empty text only before the service provider has checked the resource. */
    public String displayName() {
        return attributes.string("displayName").orElse("");
    }

    /** The identifier that the client gave. */
    public Optional<String> externalId() {
        return attributes.string("externalId");
    }

    /** The members, in their order. */
    public List<Member> members() {
        return attributes.list("members").stream()
                .map(entry ->
                        new Member(entry.string("value").orElse(""), entry.string("type"), entry.string("display")))
                .toList();
    }
}
