package dev.scimlet.jdbc;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.jdbc.sql.Union;
import dev.scimlet.spi.MembershipSource.Membership;
import dev.scimlet.spi.RequestContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The groups of resources of one type, as a statement reads them: by itself, or beside the resources. */
final class GroupsOfMembers {

    private final TableLayout groups;
    private final SideTable members;
    private final ResourceType memberType;
    private final MappedColumn member;
    private final List<Union.Column> selected = new ArrayList<>();

    /**
     * @param groups where groups stand
     * @param members where their members stand
     * @param memberType the type whose resources are asked for
     */
    GroupsOfMembers(TableLayout groups, SideTable members, ResourceType memberType) {
        this.groups = groups;
        this.members = members;
        this.memberType = memberType;
        this.member = Objects.requireNonNull(members.valueColumn());
        selected.add(new Union.Column("e." + member.name(), member.kind()));
        selected.add(new Union.Column(groups.idColumn(), groups.idKind()));
        groups.display().forEach(name -> selected.add(new Union.Column("r." + name.name(), name.kind())));
    }

    ResourceType memberType() {
        return memberType;
    }

    /** How the keys of members look. */
    IdType memberIds() {
        return member.ids();
    }

    /** What is read of a membership: the member, the group, and all that the group may be called by. */
    List<Union.Column> selected() {
        return selected;
    }

    String names() {
        return selected.stream().map(Union.Column::expression).collect(Collectors.joining(", "));
    }

    /** A number by which the groups of a member are ordered. */
    String orderNumber() {
        return "ROW_NUMBER() OVER (ORDER BY " + groups.idColumn() + ")";
    }

    /** {@code FROM ... WHERE ...} with a condition on the key of the member. */
    void writeSource(Sql sql, RequestContext context, Consumer<Sql> memberCondition) {
        sql.add(" FROM ")
                .add(members.table())
                .add(" e JOIN ")
                .add(groups.table())
                .add(" r ON ");
        sql.add(groups.idColumn()).add(" = e.").add(members.owner()).add(" WHERE ");
        groups.writeScopes(sql, context, " AND ");
        sql.add("e.").add(member.name()).add(memberCondition);
        writeMemberConditions(sql, context);
    }

    /** Rows of the tenant whose type, where there is a column for it, is not that of somebody else. */
    void writeMemberConditions(Sql sql, RequestContext context) {
        members.writeScopes(sql, "e", context);
        AttributeDefinition type = members.path().target().typeSubAttribute();
        AttributeDefinition ref = members.path().target().refSubAttribute();
        MappedColumn column = type == null ? null : members.column(type);
        if (column == null || ref == null) {
            return;
        }
        for (String other : ref.referenceTypes()) {
            if (!other.equalsIgnoreCase(memberType.name())) {
                sql.add(" AND ");
                column.searchable("e").differsFrom(other).write(sql, true);
            }
        }
    }

    /** The membership in a row of what is {@link #selected}. */
    Membership membership(Dialect dialect, ResultSet row, int[] places) throws SQLException {
        Object id = Objects.requireNonNull(dialect.read(groups.idKind(), row, places[1]));
        return new Membership(groups.idType().text(id), groups.displayName(dialect, row, i -> places[2 + i]));
    }

    /** Whether members have the keys of a table as they are, so that a statement may compare both. */
    boolean hasKeysOf(TableLayout layout) {
        Kind kind = member.kind();
        return kind == layout.idKind()
                && member.ids().prefix().equals(layout.idType().prefix());
    }
}
