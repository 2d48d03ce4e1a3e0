package dev.scimlet.jpa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How the elements of a collection become entries of a list: {@code phones -> phones.map("value", "number").map("type", "kind")}.
 */
public final class ElementMapping {

    /** A sub-attribute and the attribute of the element that holds it. */
    record Line(String subAttribute, String attribute, AttributeOptions options) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Object> fixed = new LinkedHashMap<>();

    ElementMapping() {}

    /** Binds a sub-attribute to an attribute of the element. */
    public ElementMapping map(String subAttribute, String attribute) {
        return map(subAttribute, attribute, plain -> plain);
    }

    /** Binds a sub-attribute to an attribute of the element with options. */
    public ElementMapping map(String subAttribute, String attribute, UnaryOperator<AttributeOptions> choose) {
        lines.add(new Line(subAttribute, attribute, choose.apply(new AttributeOptions())));
        return this;
    }

    /** A sub-attribute that has the same value in all entries. */
    public ElementMapping constant(String subAttribute, Object value) {
        fixed.put(subAttribute, value);
        return this;
    }

    List<Line> lines() {
        return lines;
    }

    Map<String, Object> fixed() {
        return fixed;
    }
}
