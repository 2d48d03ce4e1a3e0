package dev.scimlet.simulator.mapping;

import java.util.Optional;

/**
 * What is provisioned, and how it is mapped.
 *
 * @param users the mapping of users
 * @param groups the mapping of groups; without one, groups are not provisioned
 */
public record SynchronizationSchema(ObjectMapping users, Optional<ObjectMapping> groups) {}
