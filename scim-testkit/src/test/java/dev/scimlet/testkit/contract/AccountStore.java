package dev.scimlet.testkit.contract;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.TextComparison;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ResourceSearch;
import dev.scimlet.spi.Wanted;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A map of an application's own objects: all there is to write, in under sixty lines, for a store that cannot search. */
record AccountStore(ResourceType type, Map<String, Account> accounts) implements ResourceRepository {

    record Account(
            @Nullable String key, String login, @Nullable String fullName, boolean enabled, Meta meta) {}

    @Override
    public synchronized Resource create(RequestContext context, Attributes attributes) {
        return stored(UUID.randomUUID().toString(), attributes, true, null);
    }

    private Resource stored(String id, Attributes attributes, boolean enabled, @Nullable Instant created) {
        String login = attributes.string("userName").orElseThrow();
        accounts.forEach((other, account) -> {
            if (!other.equals(id) && TextComparison.USER_NAME.equal(account.login, login)) {
                throw ScimException.of(ErrorType.UNIQUENESS, "'userName' is taken");
            }
        });
        Instant now = Instant.now();
        Account account = new Account(
                attributes.string("externalId").orElse(null),
                login,
                attributes.string("displayName").orElse(null),
                attributes.bool("active").orElse(enabled),
                new Meta(created == null ? now : created, now, UUID.randomUUID().toString()));
        accounts.put(id, account);
        return resource(id, account);
    }

    private Resource resource(String id, Account account) {
        Attributes attributes = type.attributes()
                .set("externalId", account.key)
                .set("userName", account.login)
                .set("displayName", account.fullName)
                .set("active", account.enabled)
                .build();
        return new Resource(type, id, account.meta, attributes);
    }

    @Override
    public synchronized Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        return Optional.ofNullable(accounts.get(id)).map(account -> resource(id, account));
    }

    @Override
    public synchronized QueryResult query(RequestContext context, Query query) {
        return ResourceSearch.answer(
                context, query, accounts.keySet().stream().map(id -> resource(id, accounts.get(id))));
    }

    @Override
    public synchronized Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
        Account account = accounts.get(read.id());
        if (account == null || !account.meta.version().equals(read.meta().version())) {
            throw ConflictException.overtaken(null);
        }
        Instant created = account.meta.created();
        return changed.equals(read.attributes()) ? read : stored(read.id(), changed, account.enabled, created);
    }

    @Override
    public synchronized Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition must) {
        Optional<Resource> last = find(context, id, wanted);
        last.ifPresent(must::check);
        accounts.remove(id);
        return last;
    }
}
