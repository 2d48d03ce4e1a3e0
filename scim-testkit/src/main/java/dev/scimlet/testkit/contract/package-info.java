/**
 * What every store promises, as tests that an implementer runs against it.
 *
 * <p>Start at {@link dev.scimlet.testkit.contract.ResourceRepositoryContract}: extend it, name an empty repository, and
 * run it with JUnit. What the store's resource type lacks is skipped, what the store says it cannot do must be refused.
 * {@link dev.scimlet.testkit.contract.ContractTypes} has an attribute of every kind, for stores that take any type.
 * Nothing here looks into a store, and no test measures time; who must wait is looked at for a moment. {@link
 * dev.scimlet.testkit.contract.FirstCommitFails} is for tests of hooks.
 */
@NullMarked
package dev.scimlet.testkit.contract;

import org.jspecify.annotations.NullMarked;
