package dev.scimlet.simulator.entra;

/**
 * What a job may do to objects of one type in the application.
 *
 * @param update disabling is an update too
 */
public record TargetObjectActions(boolean create, boolean update, boolean delete) {

    public static final TargetObjectActions ALL = new TargetObjectActions(true, true, true);
}
