package dev.scimlet.testkit.simulator.entra;

/**
 * A user of the directory and the account that belongs to it.
 *
 * @param targetId the account's id in the application
 * @param entitled true if the user was in scope when last provisioned
 * @param manager the id in the application of the manager last set, or empty text
 */
record UserLink(String targetId, boolean entitled, String manager) {

    UserLink withEntitled(boolean value) {
        return new UserLink(targetId, value, manager);
    }

    UserLink withManager(String id) {
        return new UserLink(targetId, entitled, id);
    }
}
