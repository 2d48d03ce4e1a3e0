package dev.scimlet.simulator.entra;

/**
 * A user of the directory and the account that belongs to it.
 *
 * @param targetId the account's id in the application
 * @param entitled true if the user was in scope when last provisioned
 * @param manager the id in the application of the manager last set, or empty text
 * @param managerCertain false if a request that changes the manager failed: nobody knows whether it was carried out
 */
record UserLink(String targetId, boolean entitled, String manager, boolean managerCertain) {

    /** An account that was just created or matched, without a manager of ours. */
    static UserLink to(String targetId) {
        return new UserLink(targetId, true, "", true);
    }

    UserLink withEntitled(boolean value) {
        return new UserLink(targetId, value, manager, managerCertain);
    }

    UserLink withManager(String id) {
        return new UserLink(targetId, entitled, id, true);
    }

    UserLink withUncertainManager() {
        return new UserLink(targetId, entitled, manager, false);
    }
}
