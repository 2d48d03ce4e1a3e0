package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.transport.ScimTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what the application reports, read page by page, with what it should have by the directory, the mapping and
 * the scope of a job. It does not look at what a provisioning service remembers, so it also finds what the service
 * believes and the application lost.
 *
 * <p>What cannot be known is not a difference: the account of a user who is out of scope or blocked may be missing, and a
 * value that the directory does not have may be there (unless the job removes those).
 */
public final class DirectoryComparison {

    private static final int PAGE_SIZE = 100;

    private final ProvisioningJob job;
    private final SourceDirectory directory;
    private final ScimClient client;
    private final Set<String> before;

    /** A comparison for an application that was empty before provisioning. */
    public DirectoryComparison(ProvisioningJob job, SourceDirectory directory, ScimTransport transport) {
        this(job, directory, transport, Set.of());
    }

    /**
     * A comparison for an application that was in use before provisioning.
     *
     * @param before the ids of users and groups that were there: those that nobody in the directory claims may stay as
     *     they are, and groups may keep members that they had
     */
    public DirectoryComparison(
            ProvisioningJob job, SourceDirectory directory, ScimTransport transport, Set<String> before) {
        this.job = job;
        this.directory = directory;
        this.client = new ScimClient(
                transport,
                Map.of("Authorization", "Bearer " + job.credentials().secretToken()),
                Set.of("application/scim+json"));
        this.before = Set.copyOf(before);
    }

    /** The ids of all users and groups that are in the application now. */
    public Set<String> ids() throws ScimFailureException {
        Set<String> ids = client.list(Locator.USERS, PAGE_SIZE).stream()
                .map(ScimResource::id)
                .collect(Collectors.toSet());
        if (job.schema().groups().isPresent()) {
            client.list(Locator.GROUPS, PAGE_SIZE).forEach(group -> ids.add(group.id()));
        }
        return ids;
    }

    /**
     * Reads everything and compares it.
     *
     * @return one row for each value that is not right: none if the application is as it should be
     * @throws ScimFailureException if the application cannot be read
     */
    public List<Difference> differences() throws ScimFailureException {
        ScopeEvaluation scope = new ScopeEvaluation(job.scope(), directory);
        List<Difference> differences = new ArrayList<>();
        UserComparison users = new UserComparison(job, directory, scope, before, client.list(Locator.USERS, PAGE_SIZE));
        differences.addAll(users.differences());
        if (job.schema().groups().isPresent()) {
            ObjectMapping mapping = job.schema().groups().get();
            differences.addAll(new GroupComparison(
                            job,
                            mapping,
                            directory,
                            scope,
                            before,
                            users::accountOf,
                            client.list(Locator.GROUPS, PAGE_SIZE))
                    .differences());
        }
        return differences;
    }
}
