package dev.scimlet.simulator.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final Map<String, String> PERSON = Map.of(
            "givenName", "Zoë",
            "surname", "Keller",
            "mail", "zoe.keller@contoso.example",
            "country", "USA",
            "IsSoftDeleted", "False",
            "phone", "+44 20 7946");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[givenName] | Zoë",
                "[nothing] |",
                "\"text\" | text",
                "\"a \\\"quoted\\\" \\\\ text\" | a \"quoted\" \\ text",
                "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\") | True",
                "Switch([surname], \"other\", \"a\", \"b\") | other",
                "Switch([surname], , \"a\", \"b\") |",
                "Join(\" \", [givenName], [surname]) | Zoë Keller",
                "Join(\" \", [givenName], [nothing]) | Zoë",
                "Append([surname], \"-x\") | Keller-x",
                "Append([nothing], \"-x\") |",
                "Coalesce([nothing], [surname], [givenName]) | Keller",
                "IIF([country] = \"USA\", \"domestic\", \"abroad\") | domestic",
                "IIF([country] <> \"USA\", \"abroad\", \"domestic\") | domestic",
                "IIF(IsPresent([nothing]), \"yes\", \"no\") | no",
                "IIF(Not(IsNullOrEmpty([surname])), \"yes\", \"no\") | yes",
                "ToLower([surname]) | keller",
                "ToUpper([surname], \"en-US\") | KELLER",
                "Mid([surname], 2, 3) | ell",
                "Mid([surname], 5, 30) | er",
                "Mid([surname], 30, 3) |",
                "Left([surname], 3) | Kel",
                "Right([surname], 30) | Keller",
                "NormalizeDiacritics([givenName]) | Zoe",
                "StripSpaces([phone]) | +44207946",
                "Trim(\"  x \") | x",
                "Word([mail], 2, \".@\") | keller",
                "Word([mail], 9, \".@\") |",
                "Replace([mail], \"@contoso.example\", , , \"\", , ) | zoe.keller",
                "Replace([mail], , \"[.](?<last>[a-z]+)@\", \"last\", \"k\", , ) | zoe.k@contoso.example",
                "Replace([mail], , \"@.*$\", , , , ) | zoe.keller",
                "Replace([mail], , \"[aeiou]\", , \"_\", , ) | z__.k_ll_r@c_nt_s_._x_mpl_",
                "Replace([surname], \"%\", , , , , \"user-%\") | user-Keller",
                "join(\"-\", ToLower(Left([givenName], 1)), [surname]) | z-Keller"
            })
    void evaluates(String text, String expected) {
        assertThat(Expression.parse(text).evaluate(name -> Optional.ofNullable(PERSON.get(name))))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Switch([IsSoftDeleted], , \"False\", \"True\")", "Join(\" \", [givenName], \"a \\\"b\\\" \\\\\")",
                "IIF([country] = \"USA\", ToLower([surname]), Mid([surname], 2, 3))", "IIF([a] != \"b\", , \"c\")"
            })
    void printsWhatItReads(String text) {
        Expression expression = Expression.parse(text);

        assertThat(Expression.parse(expression.text())).isEqualTo(expression);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Join(\" \", [givenName] | ',' or ')' is expected at position 21",
                "Join | '(' is expected at position 4",
                "[givenName | ']' is expected at position 0",
                "\"text | '\"' is expected at position 5",
                "[a] [b] | the end of the expression is expected at position 4",
                "Frobnicate([a]) | unknown function Frobnicate",
                "Mid([a]) | Mid does not take 1 arguments",
                "Switch([a], , \"b\") | pairs of key and value",
                "(  | an attribute, a constant or a function is expected at position 0"
            })
    void saysWhereItStopsBeingAnExpression(String text, String message) {
        assertThatThrownBy(() -> Expression.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesDeepNesting() {
        String deep = "ToLower(".repeat(100_000) + "[a]" + ")".repeat(100_000);

        assertThatThrownBy(() -> Expression.parse(deep)).hasMessageContaining("nested more than 64 deep");
    }

    @Test
    void readsDirectConstantAndExpressionMappings() {
        assertThat(AttributeMapping.of("givenName", "name.givenName").source())
                .isEqualTo(new Expression.Attribute("givenName"));
        assertThat(AttributeMapping.of("\"Contoso\"", "title").source()).isEqualTo(new Expression.Constant("Contoso"));
        AttributeMapping active = AttributeMapping.of("\"True\"", "active");
        assertThat(active.value(name -> Optional.empty())).contains(true);
        assertThat(AttributeMapping.of("nothing", "title").withDefault("none").value(name -> Optional.empty()))
                .contains("none");
    }
}
