package dev.scimlet.core.json;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;

/** What a body as a whole must have: required values, and one primary at most (RFC 7643 §2.2, §2.4). */
final class Completeness {

    private Completeness() {}

    static void check(Attributes attributes, HiddenAttributes hidden, Faults faults) {
        check(attributes, hidden, "", faults);
    }

    private static void check(Attributes attributes, HiddenAttributes hidden, String prefix, Faults faults) {
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            Object value = attributes.at(attribute.position());
            if (value == null) {
                boolean schemas = prefix.isEmpty() && attribute.position() == 0;
                // secrets: see Replacement, which knows what is there
                boolean clients = attribute.mutability() != Mutability.READ_ONLY
                        && attribute.mutability() != Mutability.WRITE_ONLY;
                boolean known = !hidden.hides(attributes.definition(), attribute);
                String path = attribute.required() && !schemas && clients && known ? prefix + attribute.name() : null;
                if (path != null && !faults.isAbout(path)) {
                    faults.add(ErrorType.INVALID_VALUE, "'" + path + "' is required");
                }
            } else if (value instanceof Attributes complex) {
                if (!attribute.demandsParts() && !attribute.isExtension()) {
                    continue;
                }
                check(complex, hidden, prefix + attribute.name() + (attribute.isExtension() ? ":" : "."), faults);
            } else if (value instanceof Values list && attribute.isComplex()) {
                checkEntries(list, attribute, hidden, prefix, faults);
            }
        }
    }

    private static void checkEntries(
            Values list, AttributeDefinition attribute, HiddenAttributes hidden, String prefix, Faults faults) {
        AttributeDefinition primary = attribute.primarySubAttribute();
        boolean demanding = attribute.demandsParts();
        if (primary == null && !demanding) {
            return;
        }
        String inside = demanding ? prefix + attribute.name() + "." : "";
        int primaries = 0;
        for (Object entry : list) {
            Attributes attributes = (Attributes) entry;
            if (demanding) {
                check(attributes, hidden, inside, faults);
            }
            if (primary != null && Boolean.TRUE.equals(attributes.get(primary))) {
                primaries++;
            }
        }
        if (primaries > 1) {
            faults.add(
                    ErrorType.INVALID_VALUE,
                    "'" + prefix + attribute.name() + "' has several values with primary true; one at most may be");
        }
    }
}
