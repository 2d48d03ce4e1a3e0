package dev.scimlet.jpa;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.filter.CompareOperator;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An attribute of an entity in a query, which filters compare and orders sort by. */
final class AttributeValue implements SearchValue {

    /** PostgreSQL begins in 4714 BC. */
    static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

    /** PostgreSQL ends with this year. */
    static final Instant LATEST = Instant.parse("+294276-12-31T00:00:00Z");

    private final Statement statement;
    private final CriteriaBuilder criteria;
    private final AttributeDefinition definition;
    private final Expression<?> stored;
    private final @Nullable Form form;
    private final @Nullable Ids ids;
    private final @Nullable Expression<String> key;
    private final ChronoUnit unit;
    private final @Nullable MappedAttribute attribute;
    private final @Nullable Class<?> entity;

    private AttributeValue(
            Statement statement,
            AttributeDefinition definition,
            Expression<?> stored,
            @Nullable Form form,
            @Nullable Ids ids,
            @Nullable Expression<String> key,
            ChronoUnit unit,
            @Nullable MappedAttribute attribute,
            @Nullable Class<?> entity) {
        this.statement = statement;
        this.criteria = statement.criteria();
        this.definition = definition;
        this.stored = stored;
        this.form = form;
        this.ids = ids;
        this.key = key;
        this.unit = unit;
        this.attribute = attribute;
        this.entity = entity;
    }

    @SuppressWarnings("unchecked")
    static AttributeValue of(Statement statement, MappedAttribute attribute, From<?, ?> from) {
        AttributePath key = attribute.key();
        return new AttributeValue(
                statement,
                attribute.definition(),
                attribute.in(from),
                attribute.form(),
                attribute.ids(),
                key == null ? null : (Expression<String>) key.in(from),
                ChronoUnit.MICROS,
                attribute,
                from instanceof Root<?> root ? root.getJavaType() : null);
    }

    /** An id. */
    static AttributeValue id(Statement statement, AttributeDefinition definition, Expression<?> stored, Ids ids) {
        return new AttributeValue(statement, definition, stored, ids.form(), ids, null, ChronoUnit.MICROS, null, null);
    }

    /** A time of the record, which clients see in milliseconds. */
    static AttributeValue time(Statement statement, AttributeDefinition definition, Expression<?> stored, Form form) {
        return new AttributeValue(statement, definition, stored, form, null, null, ChronoUnit.MILLIS, null, null);
    }

    /** An element of a collection. */
    static AttributeValue element(
            Statement statement, AttributeDefinition definition, Expression<?> stored, Form form) {
        return new AttributeValue(statement, definition, stored, form, null, null, ChronoUnit.MICROS, null, null);
    }

    /** A text that is compared as it is. */
    static AttributeValue text(Statement statement, AttributeDefinition definition, Expression<String> stored) {
        return new AttributeValue(
                statement, definition, stored, Form.text(), null, null, ChronoUnit.MICROS, null, null);
    }

    static boolean isStorable(Instant instant) {
        return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }

    @Override
    public Predicate exists() {
        return criteria.isNotNull(stored);
    }

    private Map<Object, Object> codes() {
        return attribute == null ? Map.of() : attribute.codes();
    }

    @Override
    public Predicate compare(CompareOperator operator, Object operand) {
        if (!codes().isEmpty()) {
            return statement.in(stored, matchingCodes(operator, operand));
        }
        Form of = form;
        if (attribute != null && attribute.isConverted()) {
            return compareConverted(attribute, operator, operand);
        }
        if (of == null) {
            throw cannotBeSearched();
        }
        if (operand instanceof String text) {
            return definition.type() == AttributeType.BINARY
                    ? statement.equal(stored, MappedAttribute.canonical(text))
                    : compareText(operator, text);
        }
        if (operand instanceof Boolean) {
            return statement.equal(stored, of.java(operand));
        }
        if (operand instanceof DateTime time) {
            return compareTime(of, operator, time.instant());
        }
        BigDecimal number = operand instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) operand;
        return of.kind() == Form.Kind.NUMBER
                ? compareWhole(of, operator, number)
                : ordered(criteria, stored, operator, statement.value(number));
    }

    private ScimException cannotBeSearched() {
        return ScimException.of(ErrorType.INVALID_FILTER, "'" + definition.name() + "' cannot be searched");
    }

    private List<Object> matchingCodes(CompareOperator operator, Object operand) {
        BoundFilter.Comparison comparison = BoundFilter.compare(BoundPath.of(definition), operator, operand);
        List<Object> matching = new ArrayList<>();
        codes().forEach((value, code) -> {
            if (comparison.holdsOf(value)) {
                matching.add(code);
            }
        });
        return matching;
    }

    /** Other spellings of a text that ignores case may be converted to something else. */
    private Predicate compareConverted(MappedAttribute of, CompareOperator operator, Object operand) {
        boolean folds = definition.type().isText() && !definition.caseExact();
        if (operand.equals("")) {
            return criteria.disjunction();
        }
        if (operator != CompareOperator.EQ || folds) {
            throw cannotBeSearched();
        }
        try {
            Object java = of.toJava(operand);
            return java == null ? criteria.disjunction() : statement.equal(stored, java);
        } catch (ScimException unknown) {
            return criteria.disjunction();
        }
    }

    private Predicate compareText(CompareOperator operator, String operand) {
        if (!Texts.isStorable(operand)) {
            return compareUnstorable(operator, operand);
        }
        if (ids != null) {
            return compareId(ids, operator, operand);
        }
        Expression<String> text = text(stored);
        if (operand.isEmpty() && operator == CompareOperator.EQ) {
            return statement.equal(text, "");
        }
        Expression<String> keys = key;
        if (keys != null) {
            // An entity that the application wrote without its key has none that is equal
            return criteria.and(
                    criteria.isNotNull(keys),
                    compareText(keys, operator, definition.comparison().key(operand), false));
        }
        return folds()
                ? compareText(statement.dialect().lower(criteria, text), operator, operand, true)
                : compareText(text, operator, operand, false);
    }

    private boolean folds() {
        return key == null
                && definition.type().isText()
                && definition.type() != AttributeType.BINARY
                && !definition.caseExact();
    }

    @SuppressWarnings("unchecked")
    private static Expression<String> text(Expression<?> expression) {
        return (Expression<String>) expression;
    }

    /** No value is or has the text. One with NUL comes right after what stands before it, since NUL is in no value. */
    private Predicate compareUnstorable(CompareOperator operator, String operand) {
        int end = operand.indexOf('\0');
        String before = end < 0 ? operand : operand.substring(0, end);
        return switch (operator) {
            case GT, GE, LT, LE -> {
                if (!Texts.isStorable(before)) {
                    throw ScimException.of(
                            ErrorType.INVALID_FILTER,
                            "'" + definition.name() + "' is compared with a text that no value can be");
                }
                boolean greater = operator == CompareOperator.GT || operator == CompareOperator.GE;
                yield compareText(greater ? CompareOperator.GT : CompareOperator.LE, before);
            }
            default -> criteria.disjunction();
        };
    }

    /** A text whose attribute is of another type, as with ids. */
    private Predicate compareId(Ids of, CompareOperator operator, String operand) {
        String named = definition.comparison().key(operand);
        if (operator == CompareOperator.EQ) {
            Object id = of.exact(named);
            return id == null ? criteria.disjunction() : statement.equal(stored, id);
        }
        return compareText(idText(of), operator, named, false);
    }

    private Expression<String> idText(Ids of) {
        Expression<String> plain = of.form().kind() == Form.Kind.TEXT ? text(stored) : stored.as(String.class);
        return of.prefix().isEmpty() ? plain : criteria.concat(of.prefix(), plain);
    }

    private Predicate compareText(Expression<String> expression, CompareOperator operator, String text, boolean lower) {
        String like = Texts.likeLiteral(text);
        return switch (operator) {
            case EQ ->
                comparesByCodePoint()
                        ? criteria.equal(expression, operand(text, lower))
                        : statement.dialect().equal(criteria, expression, operand(text, lower));
            case CO -> like(expression, "%" + like + "%", lower);
            case SW -> like(expression, like + "%", lower);
            case EW -> like(expression, "%" + like, lower);
            default ->
                comparesByCodePoint()
                        ? ordered(criteria, expression, operator, operand(text, lower))
                        : ordered(
                                criteria,
                                statement.dialect().byCodePoint(criteria, expression),
                                operator,
                                statement.dialect().byCodePoint(criteria, operand(text, lower)));
        };
    }

    /** Whether the database keeps no entity without the attribute that is compared. */
    private boolean isAlwaysThere() {
        MappedAttribute mapped = attribute;
        if (mapped == null || entity == null) {
            return false;
        }
        AttributePath keys = mapped.key();
        return (keys == null ? mapped.path() : keys).isRequired();
    }

    /** Whether the attribute that is compared, the key if there is one, is compared by code point as it is. */
    private boolean comparesByCodePoint() {
        Class<?> of = entity;
        MappedAttribute mapped = attribute;
        if (of == null || mapped == null || ids != null || folds()) {
            return false;
        }
        AttributePath keys = mapped.key();
        return statement.comparesByCodePoint(of, keys == null ? mapped.path() : keys);
    }

    /** Without a key the database holds what was sent, and is asked for what is sent. */
    private Expression<String> operand(String text, boolean lower) {
        Expression<String> plain = statement.text(text);
        return lower ? statement.dialect().lower(criteria, plain) : plain;
    }

    private Predicate like(Expression<String> expression, String pattern, boolean lower) {
        return statement.dialect().like(criteria, expression, operand(pattern, lower));
    }

    private Predicate compareTime(Form of, CompareOperator operator, Instant operand) {
        Instant latest = statement.dialect().latest();
        if (operand.isAfter(latest) || operand.isBefore(statement.dialect().earliest())) {
            return beyondAll(operator, operand.isAfter(latest));
        }
        Instant floor = operand.truncatedTo(unit);
        Instant next = floor.plus(1, unit);
        boolean whole = floor.equals(operand);
        return switch (operator) {
            case EQ -> whole ? criteria.and(notBefore(of, floor), before(of, next)) : criteria.disjunction();
            case GT -> notBefore(of, next);
            case GE -> notBefore(of, whole ? floor : next);
            case LT -> before(of, whole ? floor : next);
            case LE -> before(of, next);
            default -> throw new AssertionError("does not order: " + operator);
        };
    }

    private Predicate notBefore(Form of, Instant instant) {
        return ordered(criteria, stored, CompareOperator.GE, statement.value(time(of, instant)));
    }

    private Predicate before(Form of, Instant instant) {
        return ordered(criteria, stored, CompareOperator.LT, statement.value(time(of, instant)));
    }

    private static Object time(Form of, Instant instant) {
        try {
            return of.java(instant);
        } catch (DateTimeException | IllegalArgumentException beyond) {
            throw Failures.unfitOperand();
        }
    }

    /** Whole numbers beside any number that a filter may name. */
    private Predicate compareWhole(Form of, CompareOperator operator, BigDecimal operand) {
        if (operand.compareTo(BigDecimal.valueOf(of.largest())) > 0
                || operand.compareTo(BigDecimal.valueOf(of.least())) < 0) {
            return beyondAll(operator, operand.signum() > 0);
        }
        BigDecimal floor = operand.setScale(0, RoundingMode.FLOOR);
        boolean whole = floor.compareTo(operand) == 0;
        if (floor.compareTo(BigDecimal.valueOf(of.least())) < 0) {
            return beyondAll(operator, false);
        }
        Object bound = of.java(floor.longValueExact());
        return switch (operator) {
            case EQ -> whole ? statement.equal(stored, bound) : criteria.disjunction();
            case GT -> ordered(criteria, stored, CompareOperator.GT, statement.value(bound));
            case GE ->
                ordered(criteria, stored, whole ? CompareOperator.GE : CompareOperator.GT, statement.value(bound));
            case LT ->
                ordered(criteria, stored, whole ? CompareOperator.LT : CompareOperator.LE, statement.value(bound));
            case LE -> ordered(criteria, stored, CompareOperator.LE, statement.value(bound));
            default -> throw new AssertionError("does not order: " + operator);
        };
    }

    /** Compares with what is larger, or else smaller, than everything that can be stored. */
    private Predicate beyondAll(CompareOperator operator, boolean larger) {
        boolean holds = switch (operator) {
            case GT, GE -> !larger;
            case LT, LE -> larger;
            default -> false;
        };
        return holds ? exists() : criteria.disjunction();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Predicate ordered(
            CriteriaBuilder criteria, Expression<?> value, CompareOperator operator, Expression<?> operand) {
        Expression<Comparable> left = (Expression<Comparable>) value;
        Expression<Comparable> right = (Expression<Comparable>) operand;
        return switch (operator) {
            case EQ -> criteria.equal(left, right);
            case GT -> criteria.greaterThan(left, right);
            case GE -> criteria.greaterThanOrEqualTo(left, right);
            case LT -> criteria.lessThan(left, right);
            case LE -> criteria.lessThanOrEqualTo(left, right);
            default -> throw new AssertionError("does not order: " + operator);
        };
    }

    @Override
    public SortKey sortKey() {
        if (!codes().isEmpty()) {
            return ofCodes();
        }
        Form of = form;
        if (of == null || attribute != null && attribute.isConverted()) {
            throw ScimException.of(ErrorType.INVALID_VALUE, "results cannot be sorted by '" + definition.name() + "'");
        }
        if (ids != null) {
            return new SortKey(statement, Form.text(), idText(ids));
        }
        if (key != null) {
            return new SortKey(statement, Form.text(), key, comparesByCodePoint(), isAlwaysThere());
        }
        if (folds()) {
            return new SortKey(statement, Form.text(), statement.dialect().lower(criteria, text(stored)));
        }
        boolean byCodePoint = of.kind() == Form.Kind.TEXT && comparesByCodePoint();
        return new SortKey(statement, of, stored, byCodePoint, isAlwaysThere());
    }

    /** The values that codes stand for. */
    private SortKey ofCodes() {
        Object some = codes().keySet().iterator().next();
        CriteriaBuilder.Case<Object> choice = criteria.selectCase();
        for (Map.Entry<Object, Object> code : codes().entrySet()) {
            choice = choice.when(
                    statement.equal(stored, code.getValue()), criteria.literal(constant(definition, code.getKey())));
        }
        return new SortKey(statement, formOf(some), choice.otherwise(criteria.nullLiteral(some.getClass())));
    }

    /** A value in the form in which it orders. */
    static Object constant(AttributeDefinition definition, Object value) {
        return value instanceof String text ? definition.comparison().key(text) : value;
    }

    static Form formOf(Object constant) {
        return Objects.requireNonNull(Form.of(constant.getClass(), null));
    }
}
