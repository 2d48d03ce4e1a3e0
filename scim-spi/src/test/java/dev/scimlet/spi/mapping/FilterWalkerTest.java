package dev.scimlet.spi.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.filter.CompareOperator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterWalkerTest {

    private static final PathBinder BINDER =
            new PathBinder(StandardTypes.user().definition(), ClientProfile.INTEROPERABLE);

    /** A query language of prefix notation, that knows no suffixes. */
    private record Prefix() implements FilterWalker<String> {

        @Override
        public String and(List<String> operands) {
            return "and" + operands;
        }

        @Override
        public String or(List<String> operands) {
            return "or" + operands;
        }

        @Override
        public String not(String operand) {
            return "not[" + operand + "]";
        }

        @Override
        public String constant(boolean value) {
            return String.valueOf(value);
        }

        @Override
        public String present(BoundPath path) {
            return "some " + path;
        }

        @Override
        public String comparison(BoundPath path, CompareOperator operator, Object value) {
            if (operator == CompareOperator.EW) {
                throw FilterWalker.unsupported(path, operator);
            }
            return operator.keyword() + " " + path + " " + value;
        }

        @Override
        public String valuePath(BoundPath list, BoundFilter filter) {
            return "any " + list + "[" + new Prefix().walk(filter) + "]";
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "userName eq \"b\" and active eq true and title pr | and[eq userName b, eq active true, some title]",
                "not (title pr or title co \"x\")                  | not[or[some title, co title x]]",
                "emails[type eq \"work\" and value sw \"b\"]       | any emails[and[eq type work, sw value b]]",
                "emails eq \"b\"                                   | eq emails.value b",
                "title eq null                                     | not[some title]"
            })
    void translatesFromTheLeavesUp(String filter, String expected) {
        assertThat(new Prefix().walk(BINDER.filter(filter))).isEqualTo(expected);
    }

    @Test
    void translatesWhatATypeLacks() {
        BoundFilter filter = BINDER.filterOfSeveralTypes(BINDER.parseFilter("members pr or title pr"));

        assertThat(new Prefix().walk(filter)).isEqualTo("or[false, some title]");
    }

    @Test
    void refusesWhatTheLanguageCannotSay() {
        assertThatThrownBy(() -> new Prefix().walk(BINDER.filter("title ew \"x\"")))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_FILTER))
                .hasMessage("'title' cannot be searched with ew");
    }
}
