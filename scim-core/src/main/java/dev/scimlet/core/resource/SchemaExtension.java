package dev.scimlet.core.resource;

import dev.scimlet.core.schema.Schema;

/**
 * A schema that extends a resource type (RFC 7643 §3.3, §6).
 *
 * @param schema the extension's schema
 * @param required whether every resource must hold data of it
 */
public record SchemaExtension(Schema schema, boolean required) {}
