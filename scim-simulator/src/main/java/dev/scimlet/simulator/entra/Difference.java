package dev.scimlet.simulator.entra;

/**
 * Something in the application that is not as the directory, the mapping and the scope want it.
 *
 * @param type {@code User} or {@code Group}
 * @param name the user principal name or the group's name, or the id of a resource that nobody knows
 * @param attribute the target attribute, or empty text for the resource as a whole
 * @param expected what should be there, or empty text for nothing
 * @param actual what is there, or empty text for nothing
 */
public record Difference(String type, String name, String attribute, String expected, String actual) {

    @Override
    public String toString() {
        return type + " " + name + (attribute.isEmpty() ? "" : " " + attribute) + ": expected '" + expected
                + "', found '" + actual + "'";
    }
}
