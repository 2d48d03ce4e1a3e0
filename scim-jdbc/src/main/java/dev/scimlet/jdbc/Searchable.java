package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.jdbc.sql.Condition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A column, or an expression over one, that filters compare and orders sort by. */
class Searchable implements SqlValue {

    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /**
     * Codes that are compared one by one, as a column of an enumerated type may need it. More are one parameter: a database
     * takes 65,535 of them, and a filter has 1,000 comparisons.
     */
    private static final int FEW_CODES = 16;

    private final AttributeDefinition definition;
    private final String stored;
    private final String compared;
    private final Kind kind;
    private final boolean keyed;
    private final Lowering lowering;
    private final ChronoUnit unit;
    private final Map<Object, Object> codes;
    private final IdType ids;
    private final boolean inBytes;

    /** Who makes lower case of a text that is compared without case and without a key of ours. */
    private enum Lowering {
        NONE,
        /** The database, in a column that it fills. */
        IN_COLUMN,
        /** We, in each statement. */
        IN_STATEMENT
    }

    private Searchable(
            AttributeDefinition definition,
            String stored,
            String compared,
            Kind kind,
            Lowering lowering,
            ChronoUnit unit,
            Map<Object, Object> codes,
            IdType ids,
            boolean inBytes) {
        this.inBytes = inBytes;
        this.keyed = !compared.equals(stored) && lowering == Lowering.NONE;
        this.definition = definition;
        this.stored = stored;
        this.compared = compared;
        this.kind = kind;
        this.lowering = lowering;
        this.unit = unit;
        this.codes = codes;
        this.ids = ids;
    }

    /** A column that is compared as it is. */
    static Searchable of(AttributeDefinition definition, String column, Kind kind) {
        return keyed(definition, column, column, kind, false);
    }

    /** The column that counts changes, as clients see it. */
    static Searchable version(AttributeDefinition definition, String column) {
        return new Searchable(
                definition, column, column, Kind.TEXT, Lowering.NONE, ChronoUnit.MICROS, Map.of(), IdType.TEXT, false) {
            @Override
            String stored(Dialect dialect) {
                return compared(dialect);
            }

            @Override
            String compared(Dialect dialect) {
                return dialect.concat("'W/\"'", dialect.asText(column), "'\"'");
            }
        };
    }

    /** A column of keys that clients see as ids. */
    static Searchable ids(AttributeDefinition definition, String column, IdType ids) {
        return new Searchable(
                definition, column, column, ids.kind(), Lowering.NONE, ChronoUnit.MICROS, Map.of(), ids, false);
    }

    /**
     * A column beside which another holds keys.
     *
     * @param inBytes whether keys order by code point as they are
     */
    static Searchable keyed(
            AttributeDefinition definition, String column, String keyColumn, Kind kind, boolean inBytes) {
        IdType ids = new IdType(kind, "");
        return new Searchable(
                definition, column, keyColumn, kind, Lowering.NONE, ChronoUnit.MICROS, Map.of(), ids, inBytes);
    }

    /** A text beside which the database keeps {@code LOWER} of it. */
    static Searchable generated(AttributeDefinition definition, String column, String generated) {
        return lowered(definition, column, generated, Lowering.IN_COLUMN);
    }

    /** A text that is compared in lower case. */
    static Searchable lowered(AttributeDefinition definition, String column) {
        return lowered(definition, column, column, Lowering.IN_STATEMENT);
    }

    private static Searchable lowered(
            AttributeDefinition definition, String column, String compared, Lowering lowering) {
        return new Searchable(
                definition, column, compared, Kind.TEXT, lowering, ChronoUnit.MICROS, Map.of(), IdType.TEXT, false);
    }

    /** A time of the record, which clients see in milliseconds. */
    static Searchable milliseconds(AttributeDefinition definition, String column) {
        return new Searchable(
                definition, column, column, Kind.TIME, Lowering.NONE, ChronoUnit.MILLIS, Map.of(), IdType.TEXT, false);
    }

    /** A column of codes, each of which stands for a value. */
    static Searchable coded(AttributeDefinition definition, String column, Kind kind, Map<Object, Object> codes) {
        return new Searchable(
                definition, column, column, kind, Lowering.NONE, ChronoUnit.MICROS, codes, IdType.TEXT, false);
    }

    /** What holds the value as it was sent. */
    String stored(Dialect dialect) {
        return stored;
    }

    /** What is compared, and ordered by. */
    String compared(Dialect dialect) {
        return compared;
    }

    private static Condition byDialect(Function<Dialect, Condition> condition) {
        return (sql, holds) -> condition.apply(sql.dialect()).write(sql, holds);
    }

    @Override
    public Condition exists() {
        return (sql, holds) -> sql.add(stored).add(holds ? " IS NOT NULL" : " IS NULL");
    }

    /** There is no value, or it is another. */
    Condition differsFrom(Object operand) {
        return Condition.or(Condition.not(exists()), Condition.not(compare(CompareOperator.EQ, operand)));
    }

    @Override
    public Condition compare(CompareOperator operator, Object operand) {
        if (!codes.isEmpty()) {
            return oneOfTheCodes(operator, operand);
        }
        if (isOtherAsText()) {
            throw ScimException.of(ErrorType.INVALID_FILTER, "'" + definition.name() + "' cannot be searched");
        }
        if (operand instanceof String text) {
            return definition.type() == AttributeType.BINARY
                    ? leaf(compared, "=", "<>", "?", kind, Base64Form.canonical(text))
                    : compareText(operator, text);
        }
        if (operand instanceof Boolean flag) {
            return leaf(compared, "=", "<>", "?", kind, flag);
        }
        if (operand instanceof DateTime time) {
            return kind == Kind.DECIMAL
                    ? ordered(operator, MappedColumn.seconds(time.instant()))
                    : compareTime(operator, time.instant());
        }
        BigDecimal number = operand instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) operand;
        return kind == Kind.NUMBER ? compareWhole(operator, number) : ordered(operator, number);
    }

    /** A number, time or flag that the column holds as it was written: equal values are different texts. */
    private boolean isOtherAsText() {
        return kind == Kind.TEXT && !definition.type().isText() && codes.isEmpty();
    }

    private Condition oneOfTheCodes(CompareOperator operator, Object operand) {
        BoundFilter.Comparison comparison = BoundFilter.compare(BoundPath.of(definition), operator, operand);
        List<Object> matching = new ArrayList<>();
        codes.forEach((value, code) -> {
            if (comparison.holdsOf(value)) {
                matching.add(code);
            }
        });
        if (matching.size() <= FEW_CODES) {
            return Condition.any(matching.stream()
                    .map(code -> leaf(compared, "=", "<>", "?", kind, code))
                    .toList());
        }
        return (sql, holds) -> sql.add(holds ? "(" : "NOT (")
                .add(compared)
                .isAnyOf(kind, matching)
                .add(")");
    }

    private Condition compareText(CompareOperator operator, String operand) {
        if (!Texts.isStorable(operand)) {
            return compareUnstorable(operator, operand);
        }
        if (kind != Kind.TEXT) {
            return compareNamed(operator, operand);
        }
        if (operand.isEmpty() && operator == CompareOperator.EQ) {
            return (sql, holds) -> sql.add(sql.dialect().isEmpty(stored(sql.dialect()), holds));
        }
        // Without a key column the database holds what was sent, and is asked for what is sent
        return switch (lowering) {
            case NONE -> {
                String key = keyed ? definition.comparison().key(operand) : operand;
                yield byDialect(dialect -> compareText(compared(dialect), "?", operator, key));
            }
            case IN_COLUMN -> compareText(compared, "LOWER(?)", operator, operand);
            case IN_STATEMENT ->
                byDialect(dialect -> compareText(dialect.lower(compared), dialect.lower("?"), operator, operand));
        };
    }

    /** No value is or has the text. One with NUL comes right after what stands before it, since NUL is in no value. */
    private Condition compareUnstorable(CompareOperator operator, String operand) {
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
            default -> Condition.constant(false);
        };
    }

    /** A text whose column is of another type, as with keys of other tables. */
    private Condition compareNamed(CompareOperator operator, String operand) {
        if (operator == CompareOperator.EQ) {
            Object raw = ids.exact(definition.comparison().key(operand));
            return raw == null ? Condition.constant(false) : leaf(compared, "=", "<>", "?", kind, raw);
        }
        String key = definition.comparison().key(operand);
        return byDialect(dialect -> compareText(asText(dialect), "?", operator, key));
    }

    private String asText(Dialect dialect) {
        String text = dialect.asText(compared);
        return ids.prefix().isEmpty() ? text : dialect.concat("'" + ids.prefix() + "'", text);
    }

    private Condition compareText(String expression, String mark, CompareOperator operator, String text) {
        String like = Texts.likeLiteral(text);
        return switch (operator) {
            case EQ -> leaf(expression, "=", "<>", mark, Kind.TEXT, text);
            case CO -> like(expression, mark, "%" + like + "%");
            case SW -> like(expression, mark, like + "%");
            case EW -> like(expression, mark, "%" + like);
            case GT -> byCodePoint(expression, ">", "<=", mark, text);
            case GE -> byCodePoint(expression, ">=", "<", mark, text);
            case LT -> byCodePoint(expression, "<", ">=", mark, text);
            case LE -> byCodePoint(expression, "<=", ">", mark, text);
            case NE -> throw new AssertionError("the opposite of a leaf is written by Condition.not");
        };
    }

    private Condition like(String expression, String mark, String pattern) {
        return leaf(expression, "LIKE", "NOT LIKE", mark, " ESCAPE '!'", Kind.TEXT, pattern);
    }

    private Condition byCodePoint(String expression, String operator, String opposite, String mark, String text) {
        return byDialect(dialect -> {
            String exactly = dialect.exactly(mark);
            return exactly == null
                    ? leaf(
                            dialect.byCodePoint(expression, inBytes),
                            operator,
                            opposite,
                            dialect.byCodePoint(mark, inBytes),
                            Kind.TEXT,
                            text)
                    : leaf(expression, operator, opposite, exactly, Kind.TEXT, text);
        });
    }

    private Condition compareTime(CompareOperator operator, Instant operand) {
        return byDialect(dialect -> operand.isAfter(dialect.latest())
                ? beyondAll(operator, true)
                : operand.isBefore(dialect.earliest())
                        ? beyondAll(operator, false)
                        : compareStorable(operator, operand));
    }

    private Condition compareStorable(CompareOperator operator, Instant operand) {
        Instant floor = operand.truncatedTo(unit);
        Instant next = floor.plus(1, unit);
        boolean whole = floor.equals(operand);
        return switch (operator) {
            case EQ ->
                whole ? Condition.and(notBefore(floor), Condition.not(notBefore(next))) : Condition.constant(false);
            case GT -> notBefore(next);
            case GE -> notBefore(whole ? floor : next);
            case LT -> before(whole ? floor : next);
            case LE -> before(next);
            default -> throw new AssertionError("does not order: " + operator);
        };
    }

    private Condition notBefore(Instant instant) {
        return leaf(compared, ">=", "<", "?", kind, instant);
    }

    private Condition before(Instant instant) {
        return leaf(compared, "<", ">=", "?", kind, instant);
    }

    /** Whole numbers beside any number that a filter may name. */
    private Condition compareWhole(CompareOperator operator, BigDecimal operand) {
        if (operand.compareTo(LARGEST) > 0 || operand.compareTo(LEAST) < 0) {
            return beyondAll(operator, operand.signum() > 0);
        }
        BigDecimal floor = operand.setScale(0, RoundingMode.FLOOR);
        boolean whole = floor.compareTo(operand) == 0;
        Long bound = floor.longValueExact();
        return switch (operator) {
            case EQ -> whole ? leaf(compared, "=", "<>", "?", kind, bound) : Condition.constant(false);
            case GT -> leaf(compared, ">", "<=", "?", kind, bound);
            case GE ->
                whole ? leaf(compared, ">=", "<", "?", kind, bound) : leaf(compared, ">", "<=", "?", kind, bound);
            case LT ->
                whole ? leaf(compared, "<", ">=", "?", kind, bound) : leaf(compared, "<=", ">", "?", kind, bound);
            case LE -> leaf(compared, "<=", ">", "?", kind, bound);
            default -> throw new AssertionError("does not order: " + operator);
        };
    }

    /** Compares with what is larger, or else smaller, than everything that can be stored. */
    private Condition beyondAll(CompareOperator operator, boolean larger) {
        return switch (operator) {
            case GT, GE -> larger ? Condition.constant(false) : exists();
            case LT, LE -> larger ? exists() : Condition.constant(false);
            default -> Condition.constant(false);
        };
    }

    private Condition ordered(CompareOperator operator, BigDecimal operand) {
        return switch (operator) {
            case EQ -> leaf(compared, "=", "<>", "?", kind, operand);
            case GT -> leaf(compared, ">", "<=", "?", kind, operand);
            case GE -> leaf(compared, ">=", "<", "?", kind, operand);
            case LT -> leaf(compared, "<", ">=", "?", kind, operand);
            case LE -> leaf(compared, "<=", ">", "?", kind, operand);
            default -> throw new AssertionError("does not order: " + operator);
        };
    }

    private Condition leaf(String expression, String operator, String opposite, String mark, Kind type, Object raw) {
        return leaf(expression, operator, opposite, mark, "", type, raw);
    }

    /** A row that the application wrote without its key has none that is equal. */
    private Condition leaf(
            String expression, String operator, String opposite, String mark, String end, Kind type, Object raw) {
        return (sql, holds) -> {
            boolean coarse = type == Kind.TEXT && (operator.equals("=") || operator.equals("LIKE"));
            String exactly = coarse ? sql.dialect().exactly(mark) : null;
            boolean missingToo = keyed && !holds;
            sql.add(missingToo || exactly != null ? "(" : "");
            sql.add(missingToo ? expression + " IS NULL OR " : "");
            String before = expression + " " + (holds ? operator : opposite) + " ";
            sql.add(before).add(mark).add(end).parameter(type, raw);
            if (exactly != null) {
                // The first finds by an index of whatever collation, the second what is right of it
                sql.add(holds ? " AND " : " OR ")
                        .add(before)
                        .add(exactly)
                        .add(end)
                        .parameter(type, raw);
            }
            sql.add(missingToo || exactly != null ? ")" : "");
        };
    }

    @Override
    public SortKey sortKey() {
        if (!codes.isEmpty()) {
            return SortKey.ofCodes(definition, compared, kind, codes);
        }
        if (isOtherAsText()) {
            throw ScimException.of(ErrorType.INVALID_VALUE, "results cannot be sorted by '" + definition.name() + "'");
        }
        if (lowering == Lowering.IN_STATEMENT) {
            return new SortKey(Kind.TEXT, sql -> sql.add(sql.dialect().lower(compared)));
        }
        boolean text = definition.type().isText();
        boolean named = text && kind != Kind.TEXT;
        return new SortKey(
                text ? Kind.TEXT : kind,
                sql -> sql.add(named ? asText(sql.dialect()) : compared(sql.dialect())),
                inBytes);
    }
}
