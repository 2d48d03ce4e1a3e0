package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.log.ModifiedProperty;
import dev.scimlet.simulator.mapping.TargetPath;

/**
 * A difference between what the application has and what it is to have.
 *
 * @param oldValue what it has; empty text for nothing
 * @param newValue what it is to have; empty text for nothing
 */
record AttributeChange(TargetPath target, Kind kind, Object oldValue, Object newValue) {

    /** The three operations of PATCH (RFC 7644 §3.5.2). */
    enum Kind {
        ADD("Add", "add"),
        REPLACE("Replace", "replace"),
        REMOVE("Remove", "remove");

        private final String legacyName;
        private final String compliantName;

        Kind(String legacyName, String compliantName) {
            this.legacyName = legacyName;
            this.compliantName = compliantName;
        }

        String name(PatchDialect dialect) {
            return dialect == PatchDialect.LEGACY ? legacyName : compliantName;
        }
    }

    static AttributeChange add(TargetPath target, Object value) {
        return new AttributeChange(target, Kind.ADD, "", value);
    }

    static AttributeChange replace(TargetPath target, Object oldValue, Object newValue) {
        return new AttributeChange(target, Kind.REPLACE, oldValue, newValue);
    }

    static AttributeChange remove(TargetPath target, Object oldValue) {
        return new AttributeChange(target, Kind.REMOVE, oldValue, "");
    }

    ModifiedProperty logged() {
        return new ModifiedProperty(target.text(), oldValue.toString(), newValue.toString());
    }
}
