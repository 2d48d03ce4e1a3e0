package dev.scimlet.jdbc;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.sql.ConnectionSource;
import javax.sql.DataSource;

/** A users table that has one of everything that can be mapped. */
final class TestUsers {

    static final RequestContext CONTEXT = RequestContext.of("tests");

    /** An extension with an attribute of each type. */
    static final Schema SAMPLE = Schema.of(
            "urn:example:sample:2.0:User",
            AttributeDefinition.builder("code", AttributeType.STRING)
                    .caseExact(true)
                    .build(),
            AttributeDefinition.builder("level", AttributeType.INTEGER).build(),
            AttributeDefinition.builder("rate", AttributeType.DECIMAL).build(),
            AttributeDefinition.builder("since", AttributeType.DATE_TIME).build(),
            AttributeDefinition.bool("trained"),
            AttributeDefinition.builder("seal", AttributeType.BINARY).build(),
            AttributeDefinition.builder("tags", AttributeType.STRING)
                    .multiValued(true)
                    .build());

    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
    static final String EXTRA = "urn:example:sample:2.0:User:";

    static final ResourceType USER = StandardTypes.userBuilder()
            .extension(StandardSchemas.ENTERPRISE_USER)
            .extension(SAMPLE)
            .build();

    static final ResourceType GROUP = StandardTypes.group();

    static final String[] TABLES = {
        """
        CREATE TABLE users (
            id varchar(36) PRIMARY KEY,
            tenant varchar(40) NOT NULL,
            login varchar(200) NOT NULL,
            login_key varchar(400) NOT NULL,
            external_id varchar(200),
            given_name varchar(200),
            family_name varchar(200),
            nick varchar(200),
            nick_key varchar(400),
            title varchar(200),
            enabled boolean DEFAULT true NOT NULL,
            work_email varchar(200),
            home_email varchar(200),
            department varchar(200),
            manager_id varchar(200),
            code varchar(20),
            level bigint,
            rate numeric(20, 6),
            since timestamp with time zone,
            trained varchar(1),
            seal varchar(200),
            version bigint NOT NULL,
            created_at timestamp with time zone NOT NULL,
            updated_at timestamp with time zone NOT NULL,
            UNIQUE (tenant, login_key))""",
        """
        CREATE TABLE phones (
            user_id varchar(36) NOT NULL REFERENCES users (id),
            ordinal bigint NOT NULL,
            number varchar(60),
            kind varchar(60),
            main boolean)""",
        "CREATE TABLE tags (user_id varchar(36) NOT NULL REFERENCES users (id), tag varchar(60) NOT NULL)",
        """
        CREATE TABLE groups (
            id varchar(36) PRIMARY KEY,
            tenant varchar(40) NOT NULL,
            name varchar(200) NOT NULL,
            external_id varchar(200),
            version bigint NOT NULL,
            created_at timestamp with time zone NOT NULL,
            updated_at timestamp with time zone NOT NULL)""",
        """
        CREATE TABLE members (
            group_id varchar(36) NOT NULL REFERENCES groups (id),
            member_id varchar(36) NOT NULL,
            PRIMARY KEY (group_id, member_id))""",
        "CREATE INDEX members_by_member ON members (member_id)"
    };

    private TestUsers() {}

    static JdbcRepository.Builder users(DataSource dataSource) {
        return users(ConnectionSource.of(dataSource));
    }

    static JdbcRepository.Builder users(ConnectionSource connections) {
        return JdbcRepository.of(USER, connections)
                .table("users")
                .id("id")
                .tenant("tenant")
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login", login -> login.keyColumn("login_key"))
                .column("externalId", "external_id")
                .column("name.givenName", "given_name")
                .column("name.familyName", "family_name")
                .column("nickName", "nick", nick -> nick.keyColumn("nick_key"))
                .column("title", "title")
                .column("active", "enabled", enabled -> enabled.whenAbsent(true))
                .column("emails[type eq \"work\"].value", "work_email")
                .column("emails[type eq \"home\"].value", "home_email")
                .column(ENTERPRISE + "department", "department")
                .column(ENTERPRISE + "manager", "manager_id")
                .column(EXTRA + "code", "code")
                .column(EXTRA + "level", "level")
                .column(EXTRA + "rate", "rate")
                .column(EXTRA + "since", "since")
                .column(EXTRA + "trained", "trained", flag -> flag.codes(java.util.Map.of(true, "Y", false, "N")))
                .column(EXTRA + "seal", "seal")
                .list(
                        "phoneNumbers",
                        "phones",
                        "user_id",
                        phones -> phones.column("value", "number")
                                .column("type", "kind")
                                .column("primary", "main")
                                .position("ordinal"))
                .list(EXTRA + "tags", "tags", "user_id", tags -> tags.column("value", "tag"));
    }

    static JdbcRepository.Builder groups(DataSource dataSource) {
        return groups(ConnectionSource.of(dataSource));
    }

    static JdbcRepository.Builder groups(ConnectionSource connections) {
        return JdbcRepository.of(GROUP, connections)
                .table("groups")
                .id("id")
                .tenant("tenant")
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .column("displayName", "name")
                .column("externalId", "external_id")
                .members("members", "members", "group_id", "member_id");
    }
}
