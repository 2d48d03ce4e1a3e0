/**
 * Attribute mappings, in the notation that an administrator sees in Entra ID's mapping table.
 *
 * <p>Start at {@link dev.scimlet.simulator.mapping.SynchronizationSchema}: the mappings of users and of groups,
 * with ready ones for MediusFlow, Blink and a non-gallery application in
 * {@link dev.scimlet.simulator.mapping.StandardMappings}. Each
 * {@link dev.scimlet.simulator.mapping.AttributeMapping} computes a value by an
 * {@link dev.scimlet.simulator.mapping.Expression} over the source object and aims it at a
 * {@link dev.scimlet.simulator.mapping.TargetPath} of the SCIM resource. Nothing here sends anything.
 */
@NullMarked
package dev.scimlet.simulator.mapping;

import org.jspecify.annotations.NullMarked;
