package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.filter.CompareOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The worked example of a {@link FilterWalker}: a filter as the condition of a JPQL query, with numbered parameters, for
 * an {@link EntityStore} over JPA. With the Criteria API each method makes a {@code Predicate} in the same way.
 *
 * <p>Each condition is either true or false, never unknown: a missing value is looked at first.
 */
final class JpqlCondition implements FilterWalker<String> {

    private final Map<String, String> propertyByPath;
    private final List<Object> parameters = new ArrayList<>();

    /** @param propertyByPath the property of each path that can be searched, such as {@code a.login} of userName */
    JpqlCondition(Map<String, String> propertyByPath) {
        this.propertyByPath = Map.copyOf(propertyByPath);
    }

    /** The values of the parameters, the first of which is {@code ?1}. */
    List<Object> parameters() {
        return List.copyOf(parameters);
    }

    private String parameter(Object value) {
        parameters.add(value instanceof DateTime time ? time.instant() : value);
        return "?" + parameters.size();
    }

    @Override
    public String and(List<String> operands) {
        return "(" + String.join(" and ", operands) + ")";
    }

    @Override
    public String or(List<String> operands) {
        return "(" + String.join(" or ", operands) + ")";
    }

    @Override
    public String not(String operand) {
        return "not " + operand;
    }

    @Override
    public String constant(boolean value) {
        return value ? "(1 = 1)" : "(1 = 0)";
    }

    @Override
    public String present(BoundPath path) {
        String property = property(path);
        boolean text = path.target().type().isText();
        return "(" + property + " is not null" + (text ? " and " + property + " <> ''" : "") + ")";
    }

    @Override
    public String comparison(BoundPath path, CompareOperator operator, Object value) {
        if (operator == CompareOperator.NE) {
            return not(comparison(path, CompareOperator.EQ, value));
        }
        String property = property(path);
        String condition =
                value instanceof String text ? compareText(path, operator, text) : compare(path, operator, value);
        return "(" + property + " is not null and " + condition + ")";
    }

    private String compareText(BoundPath path, CompareOperator operator, String text) {
        boolean folds = !path.target().caseExact();
        String property = folds ? "lower(" + property(path) + ")" : property(path);
        String operand = folds ? text.toLowerCase(Locale.ROOT) : text;
        String literal = operand.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return switch (operator) {
            case CO -> property + " like " + parameter("%" + literal + "%") + " escape '!'";
            case SW -> property + " like " + parameter(literal + "%") + " escape '!'";
            case EW -> property + " like " + parameter("%" + literal) + " escape '!'";
            default -> property + sign(operator) + parameter(operand);
        };
    }

    private String compare(BoundPath path, CompareOperator operator, Object value) {
        return property(path) + sign(operator) + parameter(value);
    }

    private static String sign(CompareOperator operator) {
        return switch (operator) {
            case EQ -> " = ";
            case GT -> " > ";
            case GE -> " >= ";
            case LT -> " < ";
            case LE -> " <= ";
            default -> throw new AssertionError("no sign: " + operator);
        };
    }

    /** The entry that a property holds is named by the whole of its condition: {@code emails[type eq "work"].value}. */
    @Override
    public String valuePath(BoundPath list, BoundFilter filter) {
        List<BoundFilter> operands = filter instanceof BoundFilter.And and ? and.operands() : List.of(filter);
        for (BoundFilter value : operands) {
            List<BoundFilter> others =
                    operands.stream().filter(operand -> operand != value).toList();
            if (value instanceof BoundFilter.Comparison comparison && others.size() == 1) {
                String path = list.text() + "[" + others.get(0).text() + "]."
                        + comparison.path().target().name();
                String property = propertyByPath.get(path);
                if (property != null) {
                    String inEntry = comparison.path().text();
                    JpqlCondition ofEntry = new JpqlCondition(Map.of(inEntry, property));
                    ofEntry.parameters.addAll(parameters);
                    String condition = ofEntry.walk(comparison);
                    parameters.addAll(ofEntry.parameters.subList(parameters.size(), ofEntry.parameters.size()));
                    // Without the value there is no such entry, which then meets no condition, not even 'ne'
                    return "(" + property + " is not null and " + condition + ")";
                }
            }
        }
        throw FilterWalker.unsupported(list);
    }

    private String property(BoundPath path) {
        String property = propertyByPath.get(path.text());
        if (property == null) {
            throw FilterWalker.unsupported(path);
        }
        return property;
    }
}
