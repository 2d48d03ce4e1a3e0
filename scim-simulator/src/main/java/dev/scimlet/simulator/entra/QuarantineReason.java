package dev.scimlet.simulator.entra;

/** Why a job is in quarantine. */
public enum QuarantineReason {
    /** The application refused the credentials (401 or 403). */
    CREDENTIALS_REFUSED,
    /** More would have been disabled or deleted than the job may without being asked. */
    TOO_MANY_DELETIONS,
    /** An answer was not SCIM. */
    INCOMPATIBLE_ANSWER,
    /** Too large a share of what was attempted failed. */
    TOO_MANY_FAILURES
}
