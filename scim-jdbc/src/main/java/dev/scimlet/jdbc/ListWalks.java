package dev.scimlet.jdbc;

import dev.scimlet.core.Budget;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.filter.CompareOperator;
import java.util.List;

/**
 * What conditions on lists of references cost. The database walks over all entries for each, but for one on their value,
 * which an index finds; how many there are is known only afterwards.
 */
final class ListWalks {

    /**
     * Comparisons that a condition is taken for: one with each of 100,000 members, for the page and once more for the
     * total.
     */
    private static final long COMPARISONS = 200_000;

    private ListWalks() {}

    /** @throws dev.scimlet.core.ScimException 413 if the budget ends */
    static void draw(Budget budget, SideTable side, BoundFilter inBrackets) {
        if (side.isReferences()) {
            budget.spend(Budget.Item.COMPARISONS, COMPARISONS * walks(inBrackets));
        }
    }

    /** As {@link #draw(Budget, SideTable, BoundFilter)}, for one comparison without brackets. */
    static void draw(Budget budget, SideTable side, BoundPath path, CompareOperator operator) {
        if (side.isReferences() && !isFound(path, operator)) {
            budget.spend(Budget.Item.COMPARISONS, COMPARISONS);
        }
    }

    private static long walks(BoundFilter filter) {
        if (filter instanceof BoundFilter.And and) {
            return and.operands().stream().anyMatch(operand -> walks(operand) == 0) ? 0 : sum(and.operands());
        }
        if (filter instanceof BoundFilter.Or or) {
            return sum(or.operands());
        }
        if (filter instanceof BoundFilter.Comparison comparison) {
            return isFound(comparison.path(), comparison.operator()) ? 0 : 1;
        }
        if (filter instanceof BoundFilter.Not not) {
            return Math.max(1, walks(not.operand()));
        }
        return 1;
    }

    private static long sum(List<BoundFilter> operands) {
        return operands.stream().mapToLong(ListWalks::walks).sum();
    }

    private static boolean isFound(BoundPath path, CompareOperator operator) {
        return operator == CompareOperator.EQ && path.target().name().equals("value");
    }
}
