/**
 * What an application says about itself, and the mapping that fits it.
 *
 * <p>Start at {@link dev.scimlet.simulator.discovery.ApplicationDiscovery}, which reads {@code /Schemas},
 * {@code /ResourceTypes} and {@code /ServiceProviderConfig} (RFC 7644 §4), as an administrator does who maps the
 * attributes that an application has and no others. Entra ID itself only offers the attributes; Okta does not look at all.
 */
@NullMarked
package dev.scimlet.simulator.discovery;

import org.jspecify.annotations.NullMarked;
