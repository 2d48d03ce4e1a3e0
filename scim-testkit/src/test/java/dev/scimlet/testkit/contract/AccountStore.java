package dev.scimlet.testkit.contract;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.TextComparison;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceChange;
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
        return stored(UUID.randomUUID().toString(), attributes, null);
    }

    private Resource stored(String id, Attributes attributes, @Nullable Instant created) {
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
                attributes.bool("active").orElse(true),
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
                context, query, accounts.entrySet().stream().map(entry -> resource(entry.getKey(), entry.getValue())));
    }

    @Override
    public synchronized Optional<Resource> update(
            RequestContext context, String id, Wanted wanted, ResourceChange change) {
        return find(context, id, wanted).map(current -> {
            Attributes next = change.apply(current);
            return next.equals(current.attributes())
                    ? current
                    : stored(id, next, current.meta().created());
        });
    }

    @Override
    public synchronized boolean delete(RequestContext context, String id, Precondition precondition) {
        find(context, id, Wanted.nothing()).ifPresent(precondition::check);
        return accounts.remove(id) != null;
    }
}
