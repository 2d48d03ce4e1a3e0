package dev.scimlet.jdbc;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;

/** Something single that a filter looks at: a column, a constant of the mapping, or nothing at all. */
interface Part {

    /** There is a value, and it is not an empty text ({@code pr}). */
    Condition present();

    /** There is a value, be it an empty text. */
    Condition exists();

    /** The value compares so; a missing one differs from every other (RFC 7644 §3.4.2.2). */
    Condition compare(CompareOperator operator, Object operand);

    /** No resource has a value. */
    Part ABSENT = new Part() {
        @Override
        public Condition present() {
            return Condition.constant(false);
        }

        @Override
        public Condition exists() {
            return Condition.constant(false);
        }

        @Override
        public Condition compare(CompareOperator operator, Object operand) {
            return Condition.constant(operator == CompareOperator.NE);
        }
    };

    /** Every resource has the same value. */
    static Part constant(AttributeDefinition definition, Object value) {
        return new Part() {
            @Override
            public Condition present() {
                return Condition.constant(!value.equals(""));
            }

            @Override
            public Condition exists() {
                return Condition.constant(true);
            }

            @Override
            public Condition compare(CompareOperator operator, Object operand) {
                return Condition.constant(Constants.compare(definition, value, operator, operand));
            }
        };
    }
}
