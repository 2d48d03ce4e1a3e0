package dev.scimlet.simulator.entra;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A group of clauses that must all hold. An object is in scope if one of the job's filters holds, or if there are none.
 *
 * @param title what administrators call it
 */
public record ScopingFilter(String title, List<Clause> clauses) {

    public ScopingFilter {
        clauses = List.copyOf(clauses);
    }

    /**
     * One condition.
     *
     * @param attribute an attribute of the source object
     * @param value what the operator compares with, or empty text
     */
    public record Clause(String attribute, ScopingOperator operator, String value) {}

    boolean includes(Function<String, Optional<String>> object) {
        return clauses.stream()
                .allMatch(clause ->
                        clause.operator().test(object.apply(clause.attribute()).orElse(""), clause.value()));
    }
}
