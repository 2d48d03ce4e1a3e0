package dev.scimlet.benchmarks.sqlfloor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the servlet asks of the tables. {@code base} is the URL before {@code /Users}. Resources that are given are completed with
 * {@code id} and {@code meta}.
 */
interface Store {

    Optional<ObjectNode> user(String id, String base) throws SQLException, IOException;

    Optional<ObjectNode> userByName(String userName, String base) throws SQLException, IOException;

    /** Users by id, from the one with this number on, counted from 1, and how many there are. */
    Page page(int startIndex, int count, String base) throws SQLException, IOException;

    /** Users by id behind the one with the given id, without a total. */
    List<ObjectNode> pageAfter(String id, int count, String base) throws SQLException, IOException;

    ObjectNode create(ObjectNode user, String base) throws SQLException, IOException;

    /** Changes a user in one atomic step; {@code change} is given a tree and returns the same or another. */
    Optional<ObjectNode> change(String id, UnaryOperator<ObjectNode> change, String base)
            throws SQLException, IOException;

    /** A user, who leaves all groups; their versions rise. */
    boolean delete(String id) throws SQLException;

    ObjectNode createGroup(ObjectNode group, String base) throws SQLException;

    Optional<ObjectNode> group(String id, boolean withMembers, String base) throws SQLException;

    /** Adds and removes members as the operations of a PATCH say. */
    Optional<ObjectNode> changeMembers(String id, JsonNode operations, boolean withMembers, String base)
            throws SQLException;

    boolean deleteGroup(String id) throws SQLException;

    record Page(int total, List<ObjectNode> users) {}
}
