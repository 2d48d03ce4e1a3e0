package dev.scimlet.examples.quickstart;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * What types the tables of a database were made for. Tables that are there stay as they are, so with other schemas, or
 * other values that must be unique, a later start would do something else than it was told.
 */
final class TableStamp {

    private TableStamp() {}

    /** @throws UsageException if the tables were made for other types */
    static void check(Connection connection, Types types) throws SQLException {
        String wanted = digest(types);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS scim_quickstart (definitions varchar(64) PRIMARY KEY)");
            try (ResultSet rows = statement.executeQuery("SELECT definitions FROM scim_quickstart")) {
                if (rows.next()) {
                    if (!rows.getString(1).equals(wanted)) {
                        throw new UsageException("the tables of this database were made for other schemas or unique"
                                + " values: start with those again, or name an empty database with --jdbc-url");
                    }
                    return;
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO scim_quickstart VALUES (?)")) {
            insert.setString(1, wanted);
            insert.executeUpdate();
        }
    }

    private static String digest(Types types) {
        StringBuilder definitions = new StringBuilder();
        for (ResourceType type : types.all()) {
            definitions.append(type.name()).append('\n');
            append(definitions, "", type.definition());
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(definitions.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** All that a column depends on. */
    private static void append(StringBuilder text, String path, AttributeDefinition container) {
        for (AttributeDefinition attribute : container.subAttributes()) {
            String own = path + "/" + attribute.name();
            text.append(own)
                    .append(' ')
                    .append(attribute)
                    .append(' ')
                    .append(attribute.comparison())
                    .append(' ')
                    .append(attribute.mutability())
                    .append(' ')
                    .append(attribute.returned())
                    .append(' ')
                    .append(attribute.uniqueness())
                    .append(attribute.isReference() ? " reference" : "")
                    .append('\n');
            append(text, own, attribute);
        }
    }
}
