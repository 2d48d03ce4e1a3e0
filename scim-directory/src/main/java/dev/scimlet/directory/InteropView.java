package dev.scimlet.directory;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.protocol.DiscoveryView;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What discovery says to directories whose profile is that of the interoperability draft: that the service conforms where it does,
 * and the types of lists that the application names.
 */
final class InteropView implements DiscoveryView {

    private static final String CONFORMS = "interopProfileConformant";

    private static final String CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

    private static final String CORE = "urn:ietf:params:scim:schemas:core:";

    private static final String VALUES = "canonicalValues";

    private final Conformance conformance;
    private final Supplier<@Nullable ScimService> service;

    InteropView(Conformance conformance, Supplier<@Nullable ScimService> service) {
        this.conformance = conformance;
        this.service = service;
    }

    private static @Nullable Directory ofDraft(RequestContext context) {
        return context.attachment(Directory.class)
                .filter(directory -> directory.profile().equals(ClientProfile.INTEROP_DRAFT))
                .orElse(null);
    }

    @Override
    public Map<String, Object> serviceProviderConfig(RequestContext context, Map<String, Object> document) {
        if (!conforms(context)) {
            return document;
        }
        Map<String, Object> changed = new LinkedHashMap<>(document);
        changed.put(CONFORMS, true);
        return changed;
    }

    private boolean conforms(RequestContext context) {
        Directory directory = ofDraft(context);
        return directory != null
                && conformance.missingForInterop(directory, service.get()).isEmpty();
    }

    @Override
    public Map<String, Object> schema(RequestContext context, Map<String, Object> document) {
        if (ofDraft(context) == null || !(document.get("attributes") instanceof List<?> attributes)) {
            return document;
        }
        String id = String.valueOf(document.get("id"));
        List<Object> changed = new ArrayList<>();
        for (Object attribute : attributes) {
            changed.add(attribute instanceof Map<?, ?> list ? typed(id, list) : attribute);
        }
        if (id.equals(CONFIG) && conforms(context)) {
            changed.add(attribute());
        }
        Map<String, Object> result = new LinkedHashMap<>(document);
        result.put("attributes", changed);
        return result;
    }

    private Map<?, ?> typed(String schema, Map<?, ?> list) {
        String name = String.valueOf(list.get("name"));
        List<String> types = conformance.canonicalTypes(schema.startsWith(CORE) ? name : schema + ":" + name);
        if (types.isEmpty() || !(list.get("subAttributes") instanceof List<?> parts)) {
            return list;
        }
        List<Object> changed = new ArrayList<>();
        for (Object part : parts) {
            boolean type = part instanceof Map<?, ?> definition
                    && "type".equals(definition.get("name"))
                    && !(definition.get(VALUES) instanceof List<?> known && !known.isEmpty());
            changed.add(type ? with((Map<?, ?>) part, VALUES, types) : part);
        }
        return with(list, "subAttributes", changed);
    }

    private static Map<Object, Object> with(Map<?, ?> map, String name, Object value) {
        Map<Object, Object> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, Object> attribute() {
        Map<String, Object> attribute = new LinkedHashMap<>();
        attribute.put("name", CONFORMS);
        attribute.put("type", "boolean");
        attribute.put("multiValued", false);
        attribute.put("description", "Whether the service provider keeps to the interoperability profile.");
        attribute.put("required", false);
        attribute.put("mutability", "readOnly");
        attribute.put("returned", "default");
        return attribute;
    }
}
