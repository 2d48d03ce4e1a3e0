package dev.scimlet.core.resource;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.TextKeys;
import dev.scimlet.core.schema.TextLimits;
import dev.scimlet.filter.AttributePath;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import dev.scimlet.filter.FilterSyntax;
import dev.scimlet.filter.PatchPath;
import dev.scimlet.filter.SyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads filters and paths and finds the definitions that they name (RFC 7644 §3.4.2.2, §3.5.2, §3.10).
 *
 * <p>Core and common attributes may carry the URN of the base schema, extension attributes must carry theirs; the one
 * exception is {@code manager} (tolerance {@code unqualifiedManager}). Types of operands are checked here, so that a
 * filter that was bound cannot fail later. For many threads; make one for each resource type and profile.
 */
public final class PathBinder {

    private static final String MANAGER = "manager";
    private static final int MAX_KNOWN_PATHS = 1_000;
    private static final int MAX_KNOWN_LENGTH = 200;

    private final AttributeDefinition root;
    private final ClientProfile profile;
    private final FilterSyntax syntax;
    private final @Nullable AttributeDefinition managerExtension;
    private final HiddenAttributes hidden;

    /** The paths of a mapping table come again and again. What clients make up must not fill the memory. */
    private final Map<String, PatchPath> knownPaths = new ConcurrentHashMap<>();

    private final TextKeys keys = new TextKeys();

    /** A binder for the attributes of one container, usually {@link ResourceType#definition()}, with default limits. */
    public PathBinder(AttributeDefinition root, ClientProfile profile) {
        this(root, profile, FilterSyntax.DEFAULT);
    }

    /** A binder whose texts keep to the limits of the given syntax. */
    public PathBinder(AttributeDefinition root, ClientProfile profile, FilterSyntax limits) {
        this(root, profile, limits, HiddenAttributes.NONE);
    }

    /** A binder for clients to whom some attributes are unknown. */
    public PathBinder(AttributeDefinition root, ClientProfile profile, FilterSyntax limits, HiddenAttributes hidden) {
        this.root = root;
        this.profile = profile;
        this.hidden = hidden;
        List<String> urns = new ArrayList<>();
        if (root.isExtension()) {
            urns.add(root.name());
        }
        AttributeDefinition extensionWithManager = null;
        for (AttributeDefinition attribute : root.subAttributes()) {
            if (attribute.isExtension() && !hidden.hides(root, attribute)) {
                urns.add(attribute.name());
                boolean enterprise = attribute.name().toLowerCase(Locale.ROOT).endsWith(":enterprise:2.0:user");
                if (enterprise && hidden.find(attribute, MANAGER) != null) {
                    extensionWithManager = attribute;
                }
            }
        }
        boolean shortForm = profile.tolerates(Tolerance.UNQUALIFIED_MANAGER) && hidden.find(root, MANAGER) == null;
        this.managerExtension = shortForm ? extensionWithManager : null;
        this.syntax = FilterSyntax.builder()
                .schemas(urns)
                .valuePathSubAttribute(profile.tolerates(Tolerance.VALUE_PATH_SUB_ATTRIBUTE))
                .unquotedFilterValues(profile.tolerates(Tolerance.UNQUOTED_FILTER_VALUES))
                .maxLength(limits.maxLength())
                .maxDepth(limits.maxDepth())
                .maxComparisons(limits.maxComparisons())
                .build();
    }

    /** The language in which texts are read. */
    public FilterSyntax syntax() {
        return syntax;
    }

    /**
     * The filter that a text says.
     *
     * @throws ScimException {@code invalidFilter}, saying what is wrong and where
     */
    public BoundFilter filter(String text) {
        return bind(parseFilter(text), false);
    }

    /**
     * A filter bound to the type.
     *
     * @throws ScimException {@code invalidFilter}
     */
    public BoundFilter filter(Filter filter) {
        return bind(filter, false);
    }

    /**
     * The filter as it is for one of several types: what the type lacks counts as without value (RFC 7644 §3.4.2.1).
     *
     * @throws ScimException {@code invalidFilter}
     */
    public BoundFilter filterOfSeveralTypes(Filter filter) {
        return bind(filter, true);
    }

    /**
     * The syntax tree of a filter, not bound.
     *
     * @throws ScimException {@code invalidFilter}
     */
    public Filter parseFilter(String text) {
        try {
            return syntax.filter(text);
        } catch (SyntaxException mistake) {
            throw ScimException.of(ErrorType.INVALID_FILTER, message(mistake));
        }
    }

    /** Whether the type has the attribute that a path of a syntax tree names. */
    public boolean knows(AttributePath path) {
        return resolve(path).isPresent();
    }

    /**
     * The path of a PATCH operation.
     *
     * @throws ScimException {@code invalidPath}, {@code invalidFilter} for a mistake inside closed brackets, or {@code
     *     invalidSyntax} for what is unknown where the profile calls it so
     */
    public BoundPath path(String text) {
        BoundPath plain = plainPath(text);
        if (plain != null) {
            return plain;
        }
        AttributePath name = name(text);
        PatchPath path = name == null ? parsedPath(text) : new PatchPath.AttributeTarget(name);
        if (path instanceof PatchPath.SchemaTarget target) {
            return extensionPath(target.schema())
                    .orElseThrow(() -> ScimException.of(
                            ErrorType.INVALID_PATH, "path '" + text + "' names the base schema, not an attribute"));
        }
        if (path instanceof PatchPath.AttributeTarget target) {
            return resolve(target.path()).orElseThrow(() -> unknownPath(unknown(target.path())));
        }
        PatchPath.ValueTarget target = (PatchPath.ValueTarget) path;
        BoundPath list = resolve(target.path()).orElseThrow(() -> unknownPath(unknown(target.path())));
        AttributeDefinition attribute = list.target();
        if (!attribute.multiValued() && !profile.tolerates(Tolerance.VALUE_FILTER_ON_SINGLE)) {
            throw ScimException.of(
                    ErrorType.INVALID_PATH,
                    "'" + target.path().text() + "' has a single value: brackets select from a list");
        }
        BoundFilter filter = bindInEntry(target.filter(), attribute, false);
        AttributeDefinition subAttribute = null;
        if (target.subAttribute() != null) {
            subAttribute = hidden.find(attribute, target.subAttribute());
            if (subAttribute == null) {
                throw unknownPath("'" + attribute.name() + "' has no sub-attribute '" + target.subAttribute() + "'");
            }
        }
        return new BoundPath(list.extension(), attribute, filter, subAttribute);
    }

    private ScimException unknownPath(String detail) {
        return ScimException.of(
                profile.tolerates(Tolerance.UNKNOWN_BY_PLACE) ? ErrorType.INVALID_PATH : ErrorType.INVALID_SYNTAX,
                detail);
    }

    private PatchPath parsedPath(String text) {
        PatchPath known = knownPaths.get(text);
        if (known != null) {
            return known;
        }
        try {
            PatchPath path = syntax.path(text);
            if (knownPaths.size() < MAX_KNOWN_PATHS && text.length() <= MAX_KNOWN_LENGTH) {
                knownPaths.put(text, path);
            }
            return path;
        } catch (SyntaxException mistake) {
            throw ScimException.of(
                    mistake.inBrackets() ? ErrorType.INVALID_FILTER : ErrorType.INVALID_PATH, message(mistake));
        }
    }

    /**
     * What most paths are: known names with a URN or a dot, nothing that needs the parser. Null leaves it to the parser,
     * which also knows what is wrong.
     */
    private @Nullable BoundPath plainPath(String text) {
        AttributeDefinition attribute = hidden.find(root, text);
        if (attribute != null) {
            return BoundPath.of(attribute);
        }
        if (text.indexOf('[') >= 0) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        AttributeDefinition extension = colon < 0 ? null : extension(text.substring(0, colon));
        if (colon >= 0 && extension == null) {
            return null;
        }
        AttributeDefinition container = extension == null ? root : extension;
        int dot = text.indexOf('.', colon + 1);
        attribute = hidden.find(container, text.substring(colon + 1, dot < 0 ? text.length() : dot));
        if (attribute == null || attribute.isExtension()) {
            return null;
        }
        AttributeDefinition subAttribute = dot < 0 ? null : hidden.find(attribute, text.substring(dot + 1));
        return dot >= 0 && subAttribute == null ? null : new BoundPath(extension, attribute, null, subAttribute);
    }

    /**
     * Whether a text is a name: {@code a} or {@code a.b}, alone or behind the URN of the type or of one of its extensions, or
     * such a URN. What it means is looked up, where other texts have to be parsed.
     */
    public boolean isName(String text) {
        return hidden.find(root, text) != null || name(text) != null;
    }

    private @Nullable AttributeDefinition extension(String urn) {
        AttributeDefinition found = hidden.find(root, urn);
        return found != null && found.isExtension() ? found : null;
    }

    private @Nullable AttributePath name(String text) {
        int colon = text.lastIndexOf(':');
        String urn = colon < 0 ? null : text.substring(0, colon);
        boolean own = root.isExtension() && root.name().equalsIgnoreCase(urn);
        if (urn != null && !own && extension(urn) == null) {
            return null;
        }
        int dot = text.indexOf('.', colon + 1);
        String attribute = text.substring(colon + 1, dot < 0 ? text.length() : dot);
        String subAttribute = dot < 0 ? null : text.substring(dot + 1);
        return isAttributeName(attribute) && (subAttribute == null || isAttributeName(subAttribute))
                ? new AttributePath(urn, attribute, subAttribute)
                : null;
    }

    /** RFC 7644 §3.4.2.2, {@code attrname}; {@code $ref} has a sign of its own. */
    private static boolean isAttributeName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '$';
            if (!letter && (i == 0 || c != '-' && c != '_' && (c < '0' || c > '9'))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * An element of {@code attributes} or {@code excludedAttributes}, or a {@code sortBy}: an attribute, a
     * sub-attribute or an extension as a whole. Empty if there is no such attribute.
     *
     * @throws ScimException {@code invalidPath} if the text is malformed
     */
    public Optional<BoundPath> attribute(String text) {
        BoundPath plain = plainPath(text);
        if (plain != null) {
            return Optional.of(plain);
        }
        AttributePath name = name(text);
        if (name != null) {
            return resolve(name);
        }
        PatchPath path;
        try {
            path = syntax.attributeOrSchema(text);
        } catch (SyntaxException mistake) {
            throw ScimException.of(ErrorType.INVALID_PATH, message(mistake));
        }
        return path instanceof PatchPath.SchemaTarget target
                ? extensionPath(target.schema())
                : resolve(((PatchPath.AttributeTarget) path).path());
    }

    private Optional<BoundPath> extensionPath(String urn) {
        AttributeDefinition extension = hidden.find(root, urn);
        return extension == null ? Optional.empty() : Optional.of(new BoundPath(extension, null, null, null));
    }

    private static String message(SyntaxException mistake) {
        return String.valueOf(mistake.getMessage());
    }

    private Optional<BoundPath> resolve(AttributePath path) {
        AttributeDefinition container = root;
        AttributeDefinition extension = null;
        String urn = path.schema();
        if (urn != null && !urn.equalsIgnoreCase(root.name())) {
            extension = hidden.find(root, urn);
            if (extension == null) {
                return Optional.empty();
            }
            container = extension;
        }
        AttributeDefinition attribute = hidden.find(container, path.attribute());
        if (attribute == null && urn == null && path.attribute().equalsIgnoreCase(MANAGER)) {
            extension = managerExtension;
            attribute = extension == null ? null : hidden.find(extension, MANAGER);
        }
        if (attribute == null) {
            return Optional.empty();
        }
        if (path.subAttribute() == null) {
            return Optional.of(new BoundPath(extension, attribute, null, null));
        }
        AttributeDefinition subAttribute = hidden.find(attribute, path.subAttribute());
        return subAttribute == null
                ? Optional.empty()
                : Optional.of(new BoundPath(extension, attribute, null, subAttribute));
    }

    private String unknown(AttributePath path) {
        boolean qualified = path.schema() != null;
        String hint = qualified ? "" : extensionHint(path);
        return "there is no attribute '" + path.text() + "'" + hint;
    }

    private String extensionHint(AttributePath path) {
        for (AttributeDefinition extension : root.subAttributes()) {
            if (extension.isExtension()
                    && !hidden.hides(root, extension)
                    && hidden.find(extension, path.attribute()) != null) {
                return "; attributes of an extension are named with its URN: '" + extension.name() + ":" + path.text()
                        + "'";
            }
        }
        return "";
    }

    private BoundFilter bind(Filter filter, boolean unknownIsAbsent) {
        if (filter instanceof Filter.And and) {
            return new BoundFilter.And(and.operands().stream()
                    .map(operand -> bind(operand, unknownIsAbsent))
                    .toList());
        }
        if (filter instanceof Filter.Or or) {
            return new BoundFilter.Or(or.operands().stream()
                    .map(operand -> bind(operand, unknownIsAbsent))
                    .toList());
        }
        if (filter instanceof Filter.Not not) {
            return new BoundFilter.Not(bind(not.operand(), unknownIsAbsent));
        }
        if (filter instanceof Filter.Present present) {
            Optional<BoundPath> path = resolve(present.path());
            if (path.isEmpty()) {
                return absent(present.path(), false, unknownIsAbsent);
            }
            return new BoundFilter.Present(searchable(path.get()));
        }
        if (filter instanceof Filter.Comparison comparison) {
            Optional<BoundPath> path = resolve(comparison.path());
            if (path.isEmpty()) {
                return absent(comparison.path(), holdsWhenAbsent(comparison), unknownIsAbsent);
            }
            return compare(searchable(path.get()), null, comparison.operator(), comparison.value());
        }
        if (filter instanceof Filter.ValuePath valuePath) {
            Optional<BoundPath> path = resolve(valuePath.path());
            if (path.isEmpty()) {
                return absent(valuePath.path(), false, unknownIsAbsent);
            }
            AttributeDefinition attribute = path.get().target();
            if (!attribute.multiValued()) {
                throw invalid("'" + valuePath.path().text() + "' has a single value: brackets select from a list");
            }
            return new BoundFilter.ValuePath(path.get(), bindInEntry(valuePath.filter(), attribute, unknownIsAbsent));
        }
        throw new AssertionError("unknown kind of filter: " + filter);
    }

    /** {@code ne} holds of what is not there, and {@code eq null}. */
    private static boolean holdsWhenAbsent(Filter.Comparison comparison) {
        boolean isNull = comparison.value() instanceof CompareValue.Null;
        return (comparison.operator() == CompareOperator.NE) != isNull;
    }

    private BoundFilter absent(AttributePath path, boolean answer, boolean unknownIsAbsent) {
        if (unknownIsAbsent) {
            return new BoundFilter.Constant(answer);
        }
        throw invalid(unknown(path));
    }

    private static BoundPath searchable(BoundPath path) {
        refuse(Operands.fault(path));
        return path;
    }

    private static void refuse(@Nullable String fault) {
        if (fault != null) {
            throw invalid(fault);
        }
    }

    private BoundFilter bindInEntry(Filter filter, AttributeDefinition list, boolean unknownIsAbsent) {
        if (filter instanceof Filter.And and) {
            return new BoundFilter.And(and.operands().stream()
                    .map(operand -> bindInEntry(operand, list, unknownIsAbsent))
                    .toList());
        }
        if (filter instanceof Filter.Or or) {
            return new BoundFilter.Or(or.operands().stream()
                    .map(operand -> bindInEntry(operand, list, unknownIsAbsent))
                    .toList());
        }
        if (filter instanceof Filter.Not not) {
            return new BoundFilter.Not(bindInEntry(not.operand(), list, unknownIsAbsent));
        }
        if (filter instanceof Filter.Present present) {
            BoundPath path = inEntry(list, present.path().attribute(), unknownIsAbsent);
            return path == null ? new BoundFilter.Constant(false) : new BoundFilter.Present(path);
        }
        if (filter instanceof Filter.Comparison comparison) {
            BoundPath path = inEntry(list, comparison.path().attribute(), unknownIsAbsent);
            return path == null
                    ? new BoundFilter.Constant(holdsWhenAbsent(comparison))
                    : compare(path, list, comparison.operator(), comparison.value());
        }
        throw new AssertionError("unknown kind of filter in brackets: " + filter);
    }

    private @Nullable BoundPath inEntry(AttributeDefinition list, String name, boolean unknownIsAbsent) {
        AttributeDefinition subAttribute = hidden.find(list, name);
        if (subAttribute != null) {
            return BoundPath.inEntry(list, subAttribute);
        }
        if (!list.isComplex() && name.equalsIgnoreCase("value")) {
            return BoundPath.inEntry(list);
        }
        if (unknownIsAbsent) {
            return null;
        }
        throw invalid("'" + list.name() + "' has no sub-attribute '" + name + "'");
    }

    /** @param list in whose brackets the comparison stands; null for none */
    private BoundFilter compare(
            BoundPath path, @Nullable AttributeDefinition list, CompareOperator operator, CompareValue value) {
        if (value instanceof CompareValue.Null) {
            BoundFilter present = new BoundFilter.Present(path);
            if (operator == CompareOperator.EQ) {
                return new BoundFilter.Not(present);
            }
            if (operator == CompareOperator.NE) {
                return present;
            }
            throw invalid("null can be compared with eq and ne only, not with " + operator.keyword());
        }
        BoundPath compared = comparable(path);
        refuse(Operands.fault(compared, operator));
        AttributeDefinition around = compared.subAttribute() == null ? list : compared.attribute();
        Object operand = operand(compared, around, value);
        if (operator == CompareOperator.CO && operand instanceof String part && part.length() > TextLimits.PART) {
            throw invalid("the text that '" + compared.text() + "' is compared with by co is longer than "
                    + TextLimits.PART + " characters");
        }
        return new BoundFilter.Comparison(compared, operator, operand, keys);
    }

    private BoundPath comparable(BoundPath path) {
        return toValue(path)
                .orElseThrow(() -> invalid(
                        "'" + path.text() + "' is complex and has no 'value': compare one of its sub-attributes"));
    }

    /**
     * What is compared or ordered where a path stands alone: {@code emails} stands for {@code emails.value}, a path to
     * a simple value for itself. Empty for a complex attribute without {@code value}, or whose {@code value} is hidden.
     */
    public Optional<BoundPath> toValue(BoundPath path) {
        return Optional.ofNullable(path.toValue())
                .filter(value -> value == path || hidden.find(path.target(), "value") != null);
    }

    private Object operand(BoundPath path, @Nullable AttributeDefinition around, CompareValue value) {
        AttributeDefinition definition = path.target();
        AttributeType type = definition.type();
        if (value instanceof CompareValue.Text text) {
            if (type.isText()) {
                return checkedOperand(path, definition, text.value());
            }
            if (type == AttributeType.DATE_TIME) {
                return DateTime.parse(text.value())
                        .orElseThrow(() ->
                                invalid("'" + path.text() + "' is a dateTime, and '" + text.value() + "' is none"));
            }
            if (type == AttributeType.BOOLEAN && profile.tolerates(Tolerance.TEXT_BOOLEANS)) {
                if (text.value().equalsIgnoreCase("true") || text.value().equalsIgnoreCase("false")) {
                    return Boolean.valueOf(text.value());
                }
            }
            if (isNumeric(type) && profile.tolerates(Tolerance.TEXT_NUMBERS)) {
                try {
                    return number(new CompareValue.Number(text.value()));
                } catch (IllegalArgumentException noNumber) {
                    throw invalid("'" + path.text() + "' is " + type.keyword() + ", and '" + text.value()
                            + "' is no number, or beyond the limits");
                }
            }
        } else if (value instanceof CompareValue.Bool flag && type == AttributeType.BOOLEAN) {
            return flag.value();
        } else if (value instanceof CompareValue.Number number) {
            if (isNumeric(type)) {
                return number(number);
            }
            if (profile.tolerates(Tolerance.NUMBER_FOR_TEXT) && definition.takesNumberAsText(around)) {
                return checkedOperand(path, definition, number.literal());
            }
        }
        throw invalid(Operands.unfit(path));
    }

    private static boolean isNumeric(AttributeType type) {
        return type == AttributeType.INTEGER || type == AttributeType.DECIMAL;
    }

    private static Object number(CompareValue.Number number) {
        BigDecimal exact = number.toBigDecimal();
        boolean whole = number.literal().matches("-?[0-9]{1,18}");
        return whole ? (Object) exact.longValueExact() : exact;
    }

    /** No value is longer: what a filter looks for costs no more than what is stored. */
    private static String checkedOperand(BoundPath path, AttributeDefinition definition, String text) {
        String fault = TextLimits.fault(definition, text);
        if (fault != null) {
            throw invalid("the text that '" + path.text() + "' is compared with " + fault);
        }
        return text;
    }

    private static ScimException invalid(String detail) {
        return ScimException.of(ErrorType.INVALID_FILTER, detail);
    }
}
