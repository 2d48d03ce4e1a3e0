package dev.scimlet.simulator.log;

/**
 * A value that was changed in the application.
 *
 * @param target the target attribute, as in the mapping table
 * @param oldValue as text; empty for none
 * @param newValue as text; empty for none
 */
public record ModifiedProperty(String target, String oldValue, String newValue) {}
