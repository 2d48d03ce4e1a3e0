package dev.scimlet.jdbc;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.mapping.FilterWalker;
import java.util.List;
import java.util.function.Function;

/**
 * Filters inside brackets: conditions on one entry.
 *
 * @param parts what stands for a sub-attribute; of a list of simple values, for the list's own definition
 */
record EntryConditions(Function<AttributeDefinition, Part> parts) implements FilterWalker<Condition> {

    @Override
    public Condition and(List<Condition> operands) {
        return Condition.all(operands);
    }

    @Override
    public Condition or(List<Condition> operands) {
        return Condition.any(operands);
    }

    @Override
    public Condition not(Condition operand) {
        return Condition.not(operand);
    }

    @Override
    public Condition constant(boolean value) {
        return Condition.constant(value);
    }

    @Override
    public Condition present(BoundPath path) {
        return parts.apply(path.target()).present();
    }

    @Override
    public Condition comparison(BoundPath path, CompareOperator operator, Object value) {
        return parts.apply(path.target()).compare(operator, value);
    }

    @Override
    public Condition valuePath(BoundPath list, BoundFilter filter) {
        throw FilterWalker.unsupported(list);
    }
}
