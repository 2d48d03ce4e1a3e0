package dev.scimlet.spi.mapping;

import dev.scimlet.core.Budget;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.filter.CompareOperator;
import java.util.List;

/**
 * What conditions on lists of references cost. The database walks over all entries for each, but for one on their value,
 * which an index finds; how many there are is known only afterwards.
 */
public final class ListWalks {

    /**
     * Comparisons that a condition is taken for: one with each of 100,000 members, for the page and once more for the
     * total.
     */
    private static final long COMPARISONS = 200_000;

    private final MappedType mapped;
    private final Budget budget;

    /** Draws from a budget for conditions on lists that a mapping binds. */
    public ListWalks(MappedType mapped, Budget budget) {
        this.mapped = mapped;
        this.budget = budget;
    }

    /**
     * Draws for a filter, before it is answered.
     *
     * @throws dev.scimlet.core.ScimException 413 if the budget ends
     */
    public void draw(BoundFilter filter) {
        if (filter instanceof BoundFilter.And and) {
            and.operands().forEach(this::draw);
        } else if (filter instanceof BoundFilter.Or or) {
            or.operands().forEach(this::draw);
        } else if (filter instanceof BoundFilter.Not not) {
            draw(not.operand());
        } else if (filter instanceof BoundFilter.ValuePath valuePath && isOfReferences(valuePath.path())) {
            budget.spend(Budget.Item.COMPARISONS, COMPARISONS * walks(valuePath.filter()));
        } else if (filter instanceof BoundFilter.Comparison comparison && isOfReferences(comparison.path())) {
            budget.spend(Budget.Item.COMPARISONS, COMPARISONS * walks(comparison));
        }
    }

    private boolean isOfReferences(BoundPath path) {
        MappedPath line = mapped.list(path);
        return line != null && line.target().isReferenceList();
    }

    private static long walks(BoundFilter filter) {
        if (filter instanceof BoundFilter.And and) {
            return and.operands().stream().anyMatch(operand -> walks(operand) == 0) ? 0 : sum(and.operands());
        }
        if (filter instanceof BoundFilter.Or or) {
            return sum(or.operands());
        }
        if (filter instanceof BoundFilter.Comparison comparison) {
            boolean found = comparison.operator() == CompareOperator.EQ
                    && comparison.path().target().name().equals("value");
            return found ? 0 : 1;
        }
        if (filter instanceof BoundFilter.Not not) {
            return Math.max(1, walks(not.operand()));
        }
        return 1;
    }

    private static long sum(List<BoundFilter> operands) {
        return operands.stream().mapToLong(ListWalks::walks).sum();
    }
}
