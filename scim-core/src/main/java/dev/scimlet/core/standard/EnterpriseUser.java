package dev.scimlet.core.standard;

import dev.scimlet.core.resource.Attributes;
import java.util.Optional;

/** A typed view of the enterprise extension of a User (RFC 7643 §4.3). */
public final class EnterpriseUser {

    private final Attributes attributes;

    EnterpriseUser(Attributes attributes) {
        this.attributes = attributes;
    }

    /** The number that the employer gave. */
    public Optional<String> employeeNumber() {
        return attributes.string("employeeNumber");
    }

    /** The cost center. */
    public Optional<String> costCenter() {
        return attributes.string("costCenter");
    }

    /** The organisation. */
    public Optional<String> organization() {
        return attributes.string("organization");
    }

    /** The division. */
    public Optional<String> division() {
        return attributes.string("division");
    }

    /** The department. */
    public Optional<String> department() {
        return attributes.string("department");
    }

    /** The id of the manager. */
    public Optional<String> managerId() {
        return attributes.string("manager.value");
    }

    /** The name of the manager, where the service provider knows it. */
    public Optional<String> managerDisplayName() {
        return attributes.string("manager.displayName");
    }
}
