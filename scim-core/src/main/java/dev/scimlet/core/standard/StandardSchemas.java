package dev.scimlet.core.standard;

import dev.scimlet.core.json.SchemaReader;
import dev.scimlet.core.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The schemas of RFC 7643 §8.7, with its verified errata. */
public final class StandardSchemas {

    /** {@code urn:ietf:params:scim:schemas:core:2.0:User} (§4.1). */
    public static final Schema USER = load("User");

    /** {@code urn:ietf:params:scim:schemas:core:2.0:Group} (§4.2). */
    public static final Schema GROUP = load("Group");

    /** {@code urn:ietf:params:scim:schemas:extension:enterprise:2.0:User} (§4.3). */
    public static final Schema ENTERPRISE_USER = load("EnterpriseUser");

    /** {@code urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig} (§5, RFC 9865 §4). */
    public static final Schema SERVICE_PROVIDER_CONFIG = load("ServiceProviderConfig");

    /** {@code urn:ietf:params:scim:schemas:core:2.0:ResourceType} (§6). */
    public static final Schema RESOURCE_TYPE = load("ResourceType");

    /** {@code urn:ietf:params:scim:schemas:core:2.0:Schema} (§7). */
    public static final Schema SCHEMA = load("Schema");

    private StandardSchemas() {}

    static Schema load(String name) {
        try (InputStream json = StandardSchemas.class.getResourceAsStream(name + ".json")) {
            if (json == null) {
                throw new IllegalStateException("the jar lacks the schema " + name);
            }
            return new SchemaReader().read(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
