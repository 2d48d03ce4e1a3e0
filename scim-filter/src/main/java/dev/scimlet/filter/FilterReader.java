package dev.scimlet.filter;

import dev.scimlet.filter.grammar.ScimFilterLexer;
import dev.scimlet.filter.grammar.ScimFilterParser;
import dev.scimlet.filter.grammar.ScimFilterParser.AndExpContext;
import dev.scimlet.filter.grammar.ScimFilterParser.ComparisonContext;
import dev.scimlet.filter.grammar.ScimFilterParser.FactorContext;
import dev.scimlet.filter.grammar.ScimFilterParser.LogExpContext;
import dev.scimlet.filter.grammar.ScimFilterParser.PathContext;
import dev.scimlet.filter.grammar.ScimFilterParser.ValAndExpContext;
import dev.scimlet.filter.grammar.ScimFilterParser.ValFactorContext;
import dev.scimlet.filter.grammar.ScimFilterParser.ValFilterContext;
import dev.scimlet.filter.grammar.ScimFilterParser.ValuePathContext;
import dev.scimlet.filter.grammar.TextStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.UnbufferedTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Reads filters and paths: one reader for one text. All that the library knows of ANTLR is here. */
final class FilterReader {

    private static final String OPERATOR = "an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)";
    private static final String VALUE = "a value (a string in double quotes, a number, true, false or null)";
    private static final String NAME_AFTER_URN = "a colon and the name of an attribute after the schema URN";

    /** Room for the tokens that are looked at together; ANTLR makes more if it needs it. */
    private static final int LOOKAHEAD = 4;

    private final String text;
    private final FilterSyntax syntax;
    private final ScimFilterParser parser;
    private int comparisons;

    private FilterReader(String text, int start, int end, FilterSyntax syntax) {
        this.text = text;
        this.syntax = syntax;
        var lexer = new ScimFilterLexer(new TextStream(text, start, end));
        lexer.removeErrorListeners();
        parser = new ScimFilterParser(new UnbufferedTokenStream<>(lexer, LOOKAHEAD));
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        // The next two tokens are enough for every decision, whatever rule it was called from.
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    }

    static Filter readFilter(String text, FilterSyntax syntax) {
        InputCheck.check(text, syntax);
        int start = skipBlanks(text, 0);
        int end = text.length();
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        var reader = new FilterReader(text, start, end, syntax);
        return reader.filter(reader.parse(ScimFilterParser::filter).logExp());
    }

    static PatchPath readPath(String text, FilterSyntax syntax) {
        InputCheck.check(text, syntax);
        var reader = new FilterReader(text, 0, text.length(), syntax);
        return reader.path(reader.parse(ScimFilterParser::path));
    }

    static PatchPath readAttributeOrSchema(String text, FilterSyntax syntax) {
        PatchPath path = readPath(text, syntax);
        if (path instanceof PatchPath.ValueTarget) {
            throw Mistakes.expected("no brackets", text, text.indexOf('['));
        }
        return path;
    }

    static AttributePath readAttributePath(String text, FilterSyntax syntax) {
        if (readAttributeOrSchema(text, syntax) instanceof PatchPath.AttributeTarget target) {
            return target.path();
        }
        throw Mistakes.expected(NAME_AFTER_URN, text, text.length());
    }

    private <T> T parse(Function<ScimFilterParser, T> rule) {
        try {
            return rule.apply(parser);
        } catch (ParseCancellationException cancelled) {
            if (cancelled.getCause() instanceof RecognitionException unexpected) {
                throw explain(unexpected);
            }
            throw cancelled;
        }
    }

    private PatchPath path(PathContext context) {
        ValuePathContext valuePath = context.valuePath();
        if (valuePath != null) {
            TerminalNode subAttribute = context.SUB_ATTR();
            return new PatchPath.ValueTarget(
                    pathBeforeBrackets(valuePath),
                    valueFilter(valuePath.valFilter()),
                    subAttribute == null ? null : afterDot(subAttribute.getSymbol()));
        }
        Token name = context.attrPath().getStart();
        String schema = name.getType() == ScimFilterParser.URN ? syntax.registeredSchema(textOf(name)) : null;
        return schema == null ? new PatchPath.AttributeTarget(attributePath(name)) : new PatchPath.SchemaTarget(schema);
    }

    private Filter filter(LogExpContext context) {
        List<Filter> operands = operands(context, operand -> filter((AndExpContext) operand));
        return operands.size() == 1 ? operands.get(0) : new Filter.Or(operands);
    }

    private Filter filter(AndExpContext context) {
        List<Filter> operands = operands(context, operand -> filter((FactorContext) operand));
        return operands.size() == 1 ? operands.get(0) : new Filter.And(operands);
    }

    private Filter filter(FactorContext context) {
        if (context.attrExp() != null) {
            return comparison(
                    attributePath(context.attrExp().attrPath().getStart()),
                    context.attrExp().comparison());
        }
        if (context.valuePath() != null) {
            return valuePath(context, context.valuePath());
        }
        Filter operand = filter(context.logExp());
        return context.NOT() == null ? operand : new Filter.Not(operand);
    }

    private Filter valuePath(FactorContext context, ValuePathContext valuePath) {
        AttributePath path = pathBeforeBrackets(valuePath);
        Filter filter = valueFilter(valuePath.valFilter());
        TerminalNode subAttribute = context.SUB_ATTR();
        if (subAttribute == null) {
            return new Filter.ValuePath(path, filter);
        }
        Token name = subAttribute.getSymbol();
        if (!syntax.valuePathSubAttribute()) {
            throw Mistakes.expected("'and', 'or' or the end of the filter", text, name.getStartIndex());
        }
        Filter further = comparison(new AttributePath(null, afterDot(name), null), context.comparison());
        return new Filter.ValuePath(path, new Filter.And(List.of(filter, further)));
    }

    private AttributePath pathBeforeBrackets(ValuePathContext context) {
        AttributePath path = attributePath(context.getStart());
        if (path.subAttribute() != null) {
            int bracket = context.OPEN_BRACKET().getSymbol().getStartIndex();
            throw Mistakes.expected("no brackets after a sub-attribute", text, bracket);
        }
        return path;
    }

    private Filter valueFilter(ValFilterContext context) {
        List<Filter> operands = operands(context, operand -> valueFilter((ValAndExpContext) operand));
        return operands.size() == 1 ? operands.get(0) : new Filter.Or(operands);
    }

    private Filter valueFilter(ValAndExpContext context) {
        List<Filter> operands = operands(context, operand -> valueFilter((ValFactorContext) operand));
        return operands.size() == 1 ? operands.get(0) : new Filter.And(operands);
    }

    private Filter valueFilter(ValFactorContext context) {
        if (context.comparison() != null) {
            return comparison(attributePath(context.getStart()), context.comparison());
        }
        Filter operand = valueFilter(context.valFilter());
        return context.NOT() == null ? operand : new Filter.Not(operand);
    }

    /** The operands of a chain: every other child, with an operator after each but the last. */
    private static List<Filter> operands(ParserRuleContext chain, Function<ParseTree, Filter> read) {
        int children = chain.getChildCount();
        if (children == 1) {
            return List.of(read.apply(chain.getChild(0)));
        }
        List<Filter> operands = new ArrayList<>((children + 1) / 2);
        for (int i = 0; i < children; i += 2) {
            operands.add(read.apply(chain.getChild(i)));
        }
        return operands;
    }

    private Filter comparison(AttributePath path, ComparisonContext context) {
        Token operator = context.getStart();
        if (++comparisons > syntax.maxComparisons()) {
            throw SyntaxException.in(
                    text, operator.getStartIndex(), "a filter has at most " + syntax.maxComparisons() + " comparisons");
        }
        if (operator.getType() == ScimFilterParser.PR) {
            return new Filter.Present(path);
        }
        return new Filter.Comparison(
                path,
                CompareOperator.valueOf(textOf(operator).toUpperCase(Locale.ROOT)),
                value(context.compValue().getStart()));
    }

    private CompareValue value(Token token) {
        return switch (token.getType()) {
            case ScimFilterParser.TEXT ->
                new CompareValue.Text(JsonStrings.decode(text, startOf(token), token.getStopIndex()));
            case ScimFilterParser.NUMBER -> number(token);
            case ScimFilterParser.TRUE -> new CompareValue.Bool(true);
            case ScimFilterParser.FALSE -> new CompareValue.Bool(false);
            case ScimFilterParser.NULL -> new CompareValue.Null();
            default -> word(token);
        };
    }

    private CompareValue number(Token token) {
        String literal = textOf(token);
        if (!Numbers.isWithinLimits(literal)) {
            throw Mistakes.expected("a number with " + Numbers.LIMITS, text, startOf(token));
        }
        return new CompareValue.Number(literal);
    }

    private CompareValue word(Token token) {
        String word = textOf(token);
        if (!syntax.unquotedFilterValues() || !Names.isWord(word)) {
            throw Mistakes.expected(VALUE, text, startOf(token));
        }
        return new CompareValue.Text(word);
    }

    private AttributePath attributePath(Token token) {
        if (token.getType() == ScimFilterParser.URN) {
            return qualifiedPath(token);
        }
        String path = textOf(token);
        int dot = token.getType() == ScimFilterParser.ATTRNAME ? -1 : path.indexOf('.');
        return dot < 0
                ? new AttributePath(null, path, null)
                : new AttributePath(null, path.substring(0, dot), path.substring(dot + 1));
    }

    /** No name holds a colon: a registered URN too can only end at the last one. */
    private AttributePath qualifiedPath(Token token) {
        String path = textOf(token);
        if (syntax.registeredSchema(path) != null) {
            throw Mistakes.expected(NAME_AFTER_URN, text, token.getStopIndex() + 1);
        }
        int colon = path.lastIndexOf(':');
        String urn = path.substring(0, colon);
        if (!Names.isUrn(urn)) {
            throw Mistakes.expected("a schema URN, a colon and the name of an attribute", text, startOf(token));
        }
        int dot = path.indexOf('.', colon);
        String attribute = path.substring(colon + 1, dot < 0 ? path.length() : dot);
        String subAttribute = dot < 0 ? null : path.substring(dot + 1);
        if (!Names.isName(attribute) || (subAttribute != null && !Names.isName(subAttribute))) {
            throw Mistakes.expected("the name of an attribute after the schema URN", text, startOf(token) + colon + 1);
        }
        String registered = syntax.registeredSchema(urn);
        return new AttributePath(registered == null ? urn : registered, attribute, subAttribute);
    }

    private SyntaxException explain(RecognitionException unexpected) {
        Token token = unexpected.getOffendingToken();
        if (unexpected.getCtx() instanceof PathContext) {
            // Outside brackets a path has no blanks: the blank is the mistake, not what follows it.
            return Mistakes.expected(expectedInPath(unexpected), text, token.getStartIndex());
        }
        int position = startOf(token);
        if (token.getType() == ScimFilterParser.UNCLOSED_TEXT) {
            return SyntaxException.in(text, position, "the string at position " + position + " has no closing quote");
        }
        return Mistakes.expected(expectedInFilter(unexpected), text, position);
    }

    private static String expectedInPath(RecognitionException unexpected) {
        boolean atStart = unexpected.getOffendingToken().getStartIndex() == 0;
        return atStart ? "the name of an attribute" : "the end of the path";
    }

    private String expectedInFilter(RecognitionException unexpected) {
        if (unexpected instanceof NoViableAltException undecided
                && undecided.getStartToken() != undecided.getOffendingToken()) {
            return operatorAfter(undecided.getStartToken());
        }
        IntervalSet expected = unexpected.getExpectedTokens();
        if (expected.contains(ScimFilterParser.TEXT)) {
            return VALUE;
        }
        if (expected.contains(ScimFilterParser.PR)) {
            return operatorAfter(parser.getTokenStream().LT(-1));
        }
        if (expected.contains(ScimFilterParser.URN)) {
            return "the name of an attribute, 'not (' or '('";
        }
        if (expected.contains(ScimFilterParser.ATTRNAME)) {
            return "the name of a sub-attribute, 'not (' or '('";
        }
        String found =
                Mistakes.wordAt(text, startOf(unexpected.getOffendingToken())).toLowerCase(Locale.ROOT);
        if (found.equals("and") || found.equals("or")) {
            return "blanks around '" + found + "' and a condition after it";
        }
        return "'and', 'or' or " + endOf(expected);
    }

    private String operatorAfter(Token attribute) {
        return textOf(attribute).equalsIgnoreCase("not") ? "'(' or " + OPERATOR : OPERATOR;
    }

    private static String endOf(IntervalSet expected) {
        if (expected.contains(ScimFilterParser.CLOSE)) {
            return "')'";
        }
        return expected.contains(ScimFilterParser.CLOSE_BRACKET) ? "']'" : "the end of the filter";
    }

    private String afterDot(Token subAttribute) {
        return text.substring(subAttribute.getStartIndex() + 1, subAttribute.getStopIndex() + 1);
    }

    /** A token's text, without the blanks before it. */
    private String textOf(Token token) {
        return text.substring(startOf(token), token.getStopIndex() + 1);
    }

    private int startOf(Token token) {
        return skipBlanks(text, token.getStartIndex());
    }

    private static int skipBlanks(String text, int start) {
        int index = start;
        while (index < text.length() && text.charAt(index) == ' ') {
            index++;
        }
        return index;
    }
}
