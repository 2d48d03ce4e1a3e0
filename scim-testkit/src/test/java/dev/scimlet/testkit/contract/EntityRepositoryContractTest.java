package dev.scimlet.testkit.contract;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.mapping.Converter;
import dev.scimlet.spi.mapping.EntityRepository;
import dev.scimlet.spi.mapping.ListMapping;
import dev.scimlet.spi.mapping.ResourceMapping;
import java.util.List;
import java.util.Optional;

final class EntityRepositoryContractTest extends ResourceRepositoryContract {

    private static final String STAFF = StandardSchemas.ENTERPRISE_USER.id() + ":";
    private static final String MORE = ContractTypes.EXTENSION.id() + ":";

    static final ResourceMapping<Colleague> MAPPING = ResourceMapping.builder(
                    ContractTypes.user(), Colleague.class, Colleague::new)
            .id(c -> c.id, (c, id) -> c.id = id)
            .version(c -> c.version, (c, version) -> c.version = version)
            .created(c -> c.created, (c, time) -> c.created = time)
            .lastModified(c -> c.changed, (c, time) -> c.changed = time)
            .map("userName", c -> c.login, (c, login) -> c.login = login)
            .map("externalId", c -> c.directoryId, (c, id) -> c.directoryId = id)
            .map("displayName", c -> c.shownName, (c, name) -> c.shownName = name)
            .map("name.familyName", c -> c.familyName, (c, name) -> c.familyName = name)
            .map("title", c -> c.title, (c, title) -> c.title = title)
            .mapBoolean("active", c -> c.enabled, (c, enabled) -> c.enabled = enabled, true)
            .map("emails[type eq \"work\"].value", c -> c.workEmail, (c, email) -> c.workEmail = email)
            .map("emails[type eq \"home\"].value", c -> c.homeEmail, (c, email) -> c.homeEmail = email)
            .map("userType", c -> c.kind, (c, kind) -> c.kind = kind, Converter.names(Colleague.Kind.class))
            .map(STAFF + "department", c -> c.department, (c, department) -> c.department = department)
            .map(STAFF + "manager", c -> c.bossId, (c, id) -> c.bossId = id)
            .mapInteger(MORE + "level", c -> c.level, (c, level) -> c.level = level)
            .map(MORE + "score", c -> c.score, (c, score) -> c.score = score, Converter.decimal())
            .mapTime(MORE + "hired", c -> c.hired, (c, time) -> c.hired = time)
            .map(MORE + "badge", c -> c.badge, (c, badge) -> c.badge = badge)
            .mapValues(MORE + "tags", c -> c.tags, (c, tags) -> c.tags = tags == null ? List.of() : tags)
            .mapList(
                    "phoneNumbers",
                    c -> c.phones,
                    (c, phones) -> c.phones = phones == null ? List.of() : phones,
                    ListMapping.<Colleague.Phone>of(entry -> new Colleague.Phone(
                                    entry.string("value").orElse(""),
                                    entry.string("type").orElse(null)))
                            .map("value", Colleague.Phone::number)
                            .map("type", Colleague.Phone::kind))
            .ignoreUnmapped()
            .build();

    static final ResourceMapping<Crew> CREWS = ResourceMapping.builder(ContractTypes.group(), Crew.class, Crew::new)
            .id(c -> c.id, (c, id) -> c.id = id)
            .version(c -> c.version, (c, version) -> c.version = version)
            .created(c -> c.created, (c, time) -> c.created = time)
            .lastModified(c -> c.changed, (c, time) -> c.changed = time)
            .map("displayName", c -> c.name, (c, name) -> c.name = name)
            .mapList(
                    "members",
                    c -> c.members,
                    (c, members) -> c.members = members == null ? List.of() : members,
                    ListMapping.<Crew.Member>of(entry -> new Crew.Member(
                                    entry.string("value").orElse(""),
                                    entry.string("type").orElse(null)))
                            .map("value", Crew.Member::id)
                            .map("type", Crew.Member::type))
            .ignoreUnmapped()
            .without("externalId")
            .build();

    @Override
    protected Optional<ResourceRepository> emptyGroups() {
        return Optional.of(new EntityRepository<>(CREWS, new Crew.Store()));
    }

    @Override
    protected ResourceRepository emptyUsers() {
        return new EntityRepository<>(MAPPING, new ColleagueStore());
    }

    /** Only two e-mail addresses have a property; times come back in one spelling. */
    @Override
    protected Attributes storable(Attributes attributes) {
        AttributesBuilder kept = attributes.toBuilder();
        boolean other = attributes.list("emails").stream()
                .anyMatch(email -> email.string("type").filter("other"::equals).isPresent());
        if (other) {
            kept.set("emails", null);
        }
        attributes.instant(MORE + "hired").ifPresent(hired -> kept.set(MORE + "hired", hired));
        return kept.build();
    }
}
