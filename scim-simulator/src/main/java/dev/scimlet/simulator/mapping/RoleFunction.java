package dev.scimlet.simulator.mapping;

import java.util.Optional;

/** How roles reach the application, if they are mapped at all. */
public enum RoleFunction {
    /** One role, by the path {@code roles[primary eq "True"]}. */
    SINGLE(MappingFunction.SINGLE_APP_ROLE_ASSIGNMENT),
    /** Several roles; those taken away stay in the application. */
    COMPLEX(MappingFunction.APP_ROLE_ASSIGNMENTS_COMPLEX),
    /** Several roles; those taken away are taken away in the application too. */
    ASSERTIVE_COMPLEX(MappingFunction.ASSERTIVE_APP_ROLE_ASSIGNMENTS_COMPLEX);

    private final MappingFunction function;

    RoleFunction(MappingFunction function) {
        this.function = function;
    }

    /** The role function that an expression consists of. */
    static Optional<RoleFunction> of(Expression expression) {
        for (RoleFunction role : values()) {
            if (expression instanceof Expression.Call call && call.function() == role.function) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
