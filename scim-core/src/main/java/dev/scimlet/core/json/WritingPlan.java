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
    boolean showsAny(Attributes data) {
        for (Step step : steps) {
            Object value = data.at(step.position());
            if (value == null ? step.isAddress && isMade(data) : showsAny(step, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean showsAny(Step step, Object value) {
        WritingPlan inside = step.inside;
        if (inside != null && value instanceof Attributes complex) {
            return inside.showsAny(complex);
        }
        if (inside != null && value instanceof Values list) {
            for (Object entry : list) {
                if (inside.showsAny((Attributes) entry)) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    /** A {@code $ref} that is not stored is made of the id. */
    private static boolean isMade(Attributes reference) {
        AttributeDefinition id = reference.definition().valueSubAttribute();
        return id != null && reference.get(id) != null;
    }
}
