/**
 * Resources in the host's own JPA entities (Jakarta Persistence 3.1 and later).
 *
 * <p>Start at {@link dev.scimlet.jpa.JpaRepository}, which is all that a host needs: paths bound to attributes of an entity, by
 * name or by metamodel. {@link dev.scimlet.jpa.EntityManagers} is where a framework's transactions, or a tenant's own
 * sessions, come in. Nothing here knows HTTP, and nothing knows which provider implements persistence.
 */
@NullMarked
package dev.scimlet.jpa;

import org.jspecify.annotations.NullMarked;
