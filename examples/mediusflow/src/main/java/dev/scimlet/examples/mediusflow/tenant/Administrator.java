package dev.scimlet.examples.mediusflow.tenant;

/**
 * Somebody who may sign in to the console.
 *
 * @param passwordOnce whether the password was made by the application and must be changed before anything else
 */
public record Administrator(String id, String organisationId, String loginName, boolean passwordOnce) {}
