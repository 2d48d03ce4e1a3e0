package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.mapping.SynchronizationSchema;
import java.util.OptionalInt;

/** The settings of a provisioning job. Make one with {@link #builder}. */
public final class ProvisioningJob {

    private final AdminCredentials credentials;
    private final SynchronizationSchema schema;
    private final Builder settings;

    private ProvisioningJob(Builder settings) {
        this.credentials = settings.credentials;
        this.schema = settings.schema;
        this.settings = new Builder(settings);
    }

    /** The settings a new job begins with: assigned users and groups, everything allowed, one request at a time. */
    public static Builder builder(AdminCredentials credentials, SynchronizationSchema schema) {
        return new Builder(credentials, schema);
    }

    /** This job with another mapping. */
    public ProvisioningJob withSchema(SynchronizationSchema other) {
        return new ProvisioningJob(new Builder(settings, other));
    }

    public AdminCredentials credentials() {
        return credentials;
    }

    public SynchronizationSchema schema() {
        return schema;
    }

    public ProvisioningScope scope() {
        return settings.scope;
    }

    public TargetObjectActions userActions() {
        return settings.userActions;
    }

    public TargetObjectActions groupActions() {
        return settings.groupActions;
    }

    /** How many requests are sent at once. */
    public int parallelism() {
        return settings.parallelism;
    }

    /** How many members are added or removed by one PATCH. */
    public int membersPerRequest() {
        return settings.membersPerRequest;
    }

    public QuarantineThresholds quarantineThresholds() {
        return settings.quarantineThresholds;
    }

    /** How many users and groups a cycle may disable or delete before an administrator is asked. */
    public OptionalInt accidentalDeletionThreshold() {
        return settings.accidentalDeletionThreshold;
    }

    /** Where notifications go; empty text for nowhere. */
    public String notificationEmail() {
        return settings.notificationEmail;
    }

    /** Whether the box "Send an email notification when a failure occurs" is ticked. */
    public boolean notifiesOnFailure() {
        return settings.notifiesOnFailure;
    }

    /** True if users who leave the scope stay as they are in the application. */
    public boolean skipOutOfScopeDeletions() {
        return settings.skipOutOfScopeDeletions;
    }

    public EmptiedValues emptiedValues() {
        return settings.emptiedValues;
    }

    public GroupsLeavingScope groupsLeavingScope() {
        return settings.groupsLeavingScope;
    }

    /** Collects settings. */
    public static final class Builder {

        private final AdminCredentials credentials;
        private final SynchronizationSchema schema;
        private ProvisioningScope scope = ProvisioningScope.assigned();
        private TargetObjectActions userActions = TargetObjectActions.ALL;
        private TargetObjectActions groupActions = TargetObjectActions.ALL;
        private int parallelism = 1;
        private int membersPerRequest = 100;
        private QuarantineThresholds quarantineThresholds = QuarantineThresholds.ENTRA;
        private OptionalInt accidentalDeletionThreshold = OptionalInt.empty();
        private String notificationEmail = "";
        private boolean notifiesOnFailure = true;
        private boolean skipOutOfScopeDeletions;
        private EmptiedValues emptiedValues = EmptiedValues.KEPT;
        private GroupsLeavingScope groupsLeavingScope = GroupsLeavingScope.DELETED;

        private Builder(AdminCredentials credentials, SynchronizationSchema schema) {
            this.credentials = credentials;
            this.schema = schema;
        }

        private Builder(Builder other) {
            this(other, other.schema);
        }

        private Builder(Builder other, SynchronizationSchema schema) {
            this(other.credentials, schema);
            this.scope = other.scope;
            this.userActions = other.userActions;
            this.groupActions = other.groupActions;
            this.parallelism = other.parallelism;
            this.membersPerRequest = other.membersPerRequest;
            this.quarantineThresholds = other.quarantineThresholds;
            this.accidentalDeletionThreshold = other.accidentalDeletionThreshold;
            this.notificationEmail = other.notificationEmail;
            this.notifiesOnFailure = other.notifiesOnFailure;
            this.skipOutOfScopeDeletions = other.skipOutOfScopeDeletions;
            this.emptiedValues = other.emptiedValues;
            this.groupsLeavingScope = other.groupsLeavingScope;
        }

        public Builder scope(ProvisioningScope value) {
            scope = value;
            return this;
        }

        public Builder userActions(TargetObjectActions value) {
            userActions = value;
            return this;
        }

        public Builder groupActions(TargetObjectActions value) {
            groupActions = value;
            return this;
        }

        public Builder parallelism(int value) {
            parallelism = positive(value);
            return this;
        }

        public Builder membersPerRequest(int value) {
            membersPerRequest = positive(value);
            return this;
        }

        public Builder quarantineThresholds(QuarantineThresholds value) {
            quarantineThresholds = value;
            return this;
        }

        public Builder accidentalDeletionThreshold(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("a threshold cannot be negative: " + value);
            }
            accidentalDeletionThreshold = OptionalInt.of(value);
            return this;
        }

        public Builder notificationEmail(String value) {
            notificationEmail = value;
            return this;
        }

        public Builder notifiesOnFailure(boolean value) {
            notifiesOnFailure = value;
            return this;
        }

        public Builder skipOutOfScopeDeletions(boolean value) {
            skipOutOfScopeDeletions = value;
            return this;
        }

        public Builder emptiedValues(EmptiedValues value) {
            emptiedValues = value;
            return this;
        }

        public Builder groupsLeavingScope(GroupsLeavingScope value) {
            groupsLeavingScope = value;
            return this;
        }

        public ProvisioningJob build() {
            return new ProvisioningJob(this);
        }

        private static int positive(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("at least 1 is needed, not " + value);
            }
            return value;
        }
    }
}
