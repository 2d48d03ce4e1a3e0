package dev.scimlet.directory;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.protocol.RequestedWrites;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps which resources came by which directory, and has each show the {@code externalId} of the directory that wrote last. A
 * creation costs one statement, a change one, and another one where the directory was not the last to write or says another
 * {@code externalId}; reading costs none.
 */
final class ManagedResources implements RequestedWrites {

    /** An application with longer ids keeps no account of them. */
    private static final int LONGEST_ID = 256;

    private static final int LONGEST_TYPE = 64;

    private static final int LONGEST_EXTERNAL_ID = 256;

    private final DirectoryStore store;

    ManagedResources(DirectoryStore store) {
        this.store = store;
    }

    /** What is wrong with where it is kept. */
    static List<String> check(DirectoryStore store, UnitOfWork units) {
        RequestContext context =
                RequestContext.builder().principal("directories").build();
        try {
            return units.perform(context, unit -> {
                store.managers(context.within(unit), context.tenant(), "User", "none");
                return List.of();
            });
        } catch (IllegalStateException missing) {
            return List.of(
                    "the database of the resources has no table scimlet_managed_resources (" + missing.getMessage()
                            + "): run the scripts of scim-directory.jar there, or call withoutManagers() on the directories");
        }
    }

    /** The directory whose request it is; empty for a program of the application itself. */
    private static Optional<Directory> directory(RequestContext context, ResourceType type, String resourceId) {
        return context.attachment(Directory.class)
                .filter(directory -> resourceId.length() <= LONGEST_ID
                        && resourceId.indexOf('\0') < 0
                        && type.name().length() <= LONGEST_TYPE);
    }

    @Override
    public void created(RequestContext context, Resource stored) {
        directory(context, stored.type(), stored.id()).ifPresent(directory -> {
            boolean again = context.unit().map(Unit::attempt).orElse(1) > 1;
            if (again) {
                // The id may be that of a resource that the application itself has removed
                store.forget(context, directory.tenant(), stored.type().name(), stored.id());
            }
            String externalId = stored.string("externalId").orElse(null);
            store.keep(context, managed(directory, stored.type(), stored.id(), kept(externalId), true, 1));
        });
    }

    @Override
    public Attributes changing(RequestContext context, Resource before, Attributes next, boolean namesExternalId) {
        Directory directory = directory(context, before.type(), before.id()).orElse(null);
        if (directory == null) {
            return next;
        }
        AttributeDefinition attribute = before.type().path("externalId").target();
        String told = (String) next.get(attribute);
        ManagedResource wrote = wrote(context, directory, before.type(), before.id(), namesExternalId, told);
        String shown = wrote.ownExternalId();
        boolean differs = !namesExternalId && shown != null && !shown.equals(told);
        return differs ? next.with(attribute, shown) : next;
    }

    @Override
    public void listed(RequestContext context, ResourceType type, String id) {
        directory(context, type, id).ifPresent(directory -> wrote(context, directory, type, id, false, null));
    }

    /** Notes that a directory has written. @return what is kept of it */
    private ManagedResource wrote(
            RequestContext context,
            Directory directory,
            ResourceType type,
            String id,
            boolean namesExternalId,
            @Nullable String externalId) {
        List<ManagedResource> all = store.managers(context, directory.tenant(), type.name(), id);
        ManagedResource own = all.stream()
                .filter(any -> any.directoryId().equals(directory.id()))
                .findFirst()
                .orElse(null);
        long last = all.stream().mapToLong(ManagedResource::turn).max().orElse(0);
        String now = namesExternalId ? kept(externalId) : own == null ? null : own.ownExternalId();
        if (own == null) {
            ManagedResource taken = managed(directory, type, id, now, false, last + 1);
            store.keep(context, taken);
            return taken;
        }
        boolean wroteLast = own.turn() == last;
        if (wroteLast && Objects.equals(now, own.ownExternalId())) {
            return own;
        }
        ManagedResource changed = managed(directory, type, id, now, own.created(), wroteLast ? last : last + 1);
        store.change(context, changed);
        return changed;
    }

    private static @Nullable String kept(@Nullable String externalId) {
        boolean fits = externalId != null && externalId.length() <= LONGEST_EXTERNAL_ID && externalId.indexOf('\0') < 0;
        return fits ? externalId : null;
    }

    private static ManagedResource managed(
            Directory directory,
            ResourceType type,
            String id,
            @Nullable String externalId,
            boolean created,
            long turn) {
        return new ManagedResource(directory.tenant(), type.name(), id, directory.id(), externalId, created, turn);
    }

    @Override
    public void deleted(RequestContext context, ResourceType type, String id) {
        directory(context, type, id).ifPresent(directory -> store.forget(context, directory.tenant(), type.name(), id));
    }
}
