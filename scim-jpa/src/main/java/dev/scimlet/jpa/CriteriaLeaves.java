package dev.scimlet.jpa;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.MappedSearch;
import dev.scimlet.spi.mapping.SearchLeaves;
import jakarta.persistence.criteria.CommonAbstractCriteria;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Filters and orders on resources as predicates and expressions of the Criteria API. */
final class CriteriaLeaves<E> implements SearchLeaves<Predicate, SearchValue> {

    private final EntityLayout<E> layout;
    private final Statement statement;
    private final CriteriaBuilder criteria;
    private final CommonAbstractCriteria query;
    private final Root<E> root;

    CriteriaLeaves(EntityLayout<E> layout, Statement statement, CommonAbstractCriteria query, Root<E> root) {
        this.layout = layout;
        this.statement = statement;
        this.criteria = statement.criteria();
        this.query = query;
        this.root = root;
    }

    @Override
    public Predicate and(List<Predicate> operands) {
        return operands.size() == 1 ? operands.get(0) : criteria.and(operands.toArray(Predicate[]::new));
    }

    @Override
    public Predicate or(List<Predicate> operands) {
        return operands.size() == 1 ? operands.get(0) : criteria.or(operands.toArray(Predicate[]::new));
    }

    @Override
    public Predicate not(Predicate leaf) {
        return criteria.not(leaf);
    }

    @Override
    public @Nullable SearchValue value(BoundPath path) {
        MappedAttribute attribute = layout.attributeAt(path);
        if (attribute != null) {
            return attribute.isWriteOnly() ? null : AttributeValue.of(statement, attribute, root);
        }
        AttributeDefinition target = path.target();
        return switch (target.name()) {
            case "id" -> AttributeValue.id(statement, target, layout.id(root), layout.ids());
            case "created" ->
                AttributeValue.time(statement, target, layout.created().in(root), layout.createdForm());
            case "lastModified" ->
                AttributeValue.time(statement, target, layout.lastModified().in(root), layout.lastModifiedForm());
            case "version" -> version(target);
            default -> null;
        };
    }

    private @Nullable SearchValue version(AttributeDefinition target) {
        if (layout.version().form().kind() != Form.Kind.NUMBER) {
            return null;
        }
        Expression<String> number = layout.version(root).as(String.class);
        return AttributeValue.text(statement, target, criteria.concat(criteria.concat("W/\"", number), "\""));
    }

    @Override
    public Predicate exists(SearchValue value) {
        return value.exists();
    }

    @Override
    public Predicate compare(
            SearchValue value, AttributeDefinition attribute, CompareOperator operator, Object operand) {
        return value.compare(operator, operand);
    }

    @Override
    public Predicate someEntry(MappedPath list, Function<Entry<SearchValue>, Predicate> condition) {
        MappedList of = Objects.requireNonNull(layout.list(list));
        Subquery<Integer> some = query.subquery(Integer.class);
        MappedList.Opened opened = of.correlated(statement, some, root, layout.ids());
        List<Predicate> conditions = new ArrayList<>(opened.links());
        conditions.add(condition.apply(new EntryOfList(of, opened)));
        some.select(criteria.literal(1)).where(conditions.toArray(Predicate[]::new));
        return criteria.exists(some);
    }

    private final class EntryOfList implements Entry<SearchValue> {

        private final MappedList list;
        private final MappedList.Opened opened;

        EntryOfList(MappedList list, MappedList.Opened opened) {
            this.list = list;
            this.opened = opened;
        }

        @Override
        public @Nullable SearchValue value(AttributeDefinition part) {
            return list.value(statement, opened, part);
        }

        @Override
        public @Nullable Object constant(AttributeDefinition part) {
            return list.constant(part);
        }
    }

    @Override
    public SearchValue sorted(SearchValue value, AttributeDefinition attribute) {
        return value.sortKey();
    }

    @Override
    public SearchValue ofPrimaryOrFirst(MappedPath list, AttributeDefinition part) {
        MappedList of = Objects.requireNonNull(layout.list(list));
        SortKey key = of.ofPrimaryOrFirst(statement, query, root, layout.ids(), part);
        if (key == null) {
            throw MappedSearch.cannotSort(list.path());
        }
        return key;
    }

    @Override
    public SearchValue firstOf(BoundPath path, List<Case<Predicate, SearchValue>> cases) {
        List<@Nullable SortKey> keys = new ArrayList<>();
        cases.forEach(one -> {
            SearchValue value = one.value();
            keys.add(value == null ? null : value.sortKey());
        });
        Form form = form(path, cases, keys);
        CriteriaBuilder.Case<Object> choice = criteria.selectCase();
        for (int i = 0; i < keys.size(); i++) {
            SortKey key = keys.get(i);
            Object constant = cases.get(i).constant();
            Predicate condition = cases.get(i).condition();
            if (key != null && form.kind() == Form.Kind.BOOLEAN) {
                choice = flag(choice, condition, key.expression());
                continue;
            }
            Expression<?> then = key != null
                    ? key.expression()
                    : constant != null ? criteria.literal(constant) : criteria.nullLiteral(form.type());
            choice = choice.when(condition, then);
        }
        return new SortKey(statement, form, choice.otherwise(criteria.nullLiteral(form.type())));
    }

    /** As literals: MariaDB takes for true whatever comes out of a choice among columns of bits. */
    private CriteriaBuilder.Case<Object> flag(
            CriteriaBuilder.Case<Object> choice, Predicate condition, Expression<?> value) {
        return choice.when(criteria.and(condition, criteria.equal(value, true)), criteria.literal(true))
                .when(criteria.and(condition, criteria.equal(value, false)), criteria.literal(false))
                .when(condition, criteria.nullLiteral(Boolean.class));
    }

    private static Form form(BoundPath path, List<Case<Predicate, SearchValue>> cases, List<@Nullable SortKey> keys) {
        Form form = null;
        for (int i = 0; i < keys.size(); i++) {
            SortKey key = keys.get(i);
            Object constant = cases.get(i).constant();
            Form of = key != null ? key.form() : constant != null ? AttributeValue.formOf(constant) : null;
            if (form != null && of != null && form.type() != of.type()) {
                throw MappedSearch.cannotSort(path);
            }
            form = form == null ? of : form;
        }
        if (form == null) {
            throw MappedSearch.cannotSort(path);
        }
        return form;
    }
}
