package dev.scimlet.core.json;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written of a container, one step for each attribute that is shown, in the order of the schema; made once of a
 * projection, so that writing asks nothing and skips nothing. Immutable.
 */
final class WritingPlan {

    /**
     * One attribute that is shown.
     *
     * @param name encoded
     * @param inside of a complex attribute what is written inside; of a simple one null
     * @param isAddress whether it is the {@code $ref} of a reference, which is made of the id
     */
    record Step(
            AttributeDefinition attribute,
            SerializedString name,
            @Nullable WritingPlan inside,
            boolean isAddress) {

        int position() {
            return attribute.position();
        }

        /** What is written of the attribute: what is stored, or the address that is made. */
        @Nullable
        Object value(Attributes data, @Nullable Locations locations) {
            return isAddress ? address(data, attribute, locations) : data.at(position());
        }
    }

    private final List<Step> steps;

    private WritingPlan(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * The plan for a container.
     *
     * @param names those of its attributes
     * @param projection what is shown, or null if everything is, secrets included
     */
    static WritingPlan of(AttributeDefinition container, EncodedNames names, @Nullable Projection projection) {
        List<Step> steps = new ArrayList<>();
        for (AttributeDefinition attribute : container.subAttributes()) {
            Projection part = projection == null ? null : projection.part(attribute);
            if (projection == null || part != null) {
                EncodedNames inside = names.inside(attribute);
                steps.add(new Step(
                        attribute,
                        names.of(attribute),
                        inside == null ? null : of(attribute, inside, part),
                        projection != null && container.isReference() && attribute == container.refSubAttribute()));
            }
        }
        return new WritingPlan(steps);
    }

    List<Step> steps() {
        return steps;
    }

    /** The step of an attribute, or null if it is not shown. */
    @Nullable
    Step step(AttributeDefinition attribute) {
        for (Step step : steps) {
            if (step.attribute == attribute) {
                return step;
            }
        }
        return null;
    }

    /** Whether anything of the data is shown. */
    boolean showsAny(Attributes data, @Nullable Locations locations) {
        for (Step step : steps) {
            Object value = step.value(data, locations);
            if (value != null && showsAny(step, value, locations)) {
                return true;
            }
        }
        return false;
    }

    private static boolean showsAny(Step step, Object value, @Nullable Locations locations) {
        WritingPlan inside = step.inside;
        if (inside != null && value instanceof Attributes complex) {
            return inside.showsAny(complex, locations);
        }
        if (inside != null && value instanceof Values list) {
            for (Object entry : list) {
                if (inside.showsAny((Attributes) entry, locations)) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    /** The server's own address of what is referred to, where it knows the type; else what the client gave. */
    private static @Nullable Object address(
            Attributes reference, AttributeDefinition ref, @Nullable Locations locations) {
        AttributeDefinition idAttribute = reference.definition().valueSubAttribute();
        AttributeDefinition typeAttribute = reference.definition().typeSubAttribute();
        Object id = idAttribute == null ? null : reference.get(idAttribute);
        if (id instanceof String target && locations != null) {
            String typeName =
                    ref.referenceTypes().size() == 1 ? ref.referenceTypes().get(0) : null;
            if (typeName == null && typeAttribute != null) {
                typeName = (String) reference.get(typeAttribute);
            }
            if (typeName != null) {
                String address = locations.of(typeName, target).orElse(null);
                if (address != null) {
                    return address;
                }
            }
        }
        return reference.get(ref);
    }
}
