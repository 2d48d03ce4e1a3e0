package dev.scimlet.spi.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.Wanted;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ResourceMappingTest {

    private static final ResourceType USER = StandardTypes.user();
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String MANAGER = ENTERPRISE + ":manager";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(1);

    private static ResourceMapping.Builder<Account> account() {
        return ResourceMapping.builder(USER, Account.class, Account::new)
                .id(Account::id, Account::setId)
                .version(Account::version, Account::setVersion)
                .created(Account::created, Account::setCreated)
                .lastModified(Account::changed, Account::setChanged)
                .map("userName", Account::login, Account::setLogin);
    }

    private static ResourceMapping<Account> mapped() {
        return account()
                .map("emails[type eq \"work\"].value", Account::email, Account::setEmail)
                .readOnly("emails[type eq \"work\"].primary", account -> true, Converter.bool())
                .map("name.givenName", Account::givenName, Account::setGivenName)
                .mapBoolean("active", Account::isActive, Account::setActive, true)
                .map("userType", Account::kind, Account::setKind, Converter.names(Account.Kind.class))
                .map(MANAGER, Account::bossId, Account::setBossId)
                .without("externalId")
                .build();
    }

    private static void assertMistake(ThrowingCallable mapping, String... parts) {
        assertThatThrownBy(mapping).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void knowsFromWhichLineADerivedOneFollowsWheneverThatIsSaid() {
        MappedType.Builder builder = MappedType.builder(USER);
        builder.single("userName", false);
        builder.derived("emails[type eq \"work\"].value");
        MappedType before = builder.build();
        MappedType after =
                builder.follows("emails[type eq \"work\"].value", "userName").build();

        assertThat(before.ignored(sameForBoth(before.type()))).containsExactly("emails[type eq \"work\"].value");
        assertThat(after.ignored(sameForBoth(after.type()))).isEmpty();
    }

    private static Attributes sameForBoth(ResourceType type) {
        return type.attributes()
                .set("userName", "a@example.com")
                .set("emails[type eq \"work\"].value", "a@example.com")
                .build();
    }

    @Test
    void namesTheLineToMend() {
        assertMistake(
                () -> account().map("usrName", Account::email, Account::setEmail),
                "'usrName' is no path",
                "did you mean 'userName'?",
                "ResourceMappingTest.java:");
        assertMistake(
                () -> account().map("name.givename", Account::email, Account::setEmail),
                "did you mean 'name.givenName'?");
        assertMistake(
                () -> account().map("active", Account::email, Account::setEmail),
                "'active' is boolean",
                "ResourceMappingTest.java:");
        assertMistake(
                () -> account().map("userName", Account::email, Account::setEmail),
                "'userName' is already bound at ResourceMappingTest.java:");
        assertMistake(() -> account().map("name", Account::email, Account::setEmail), "'name' is complex", "name.");
        assertMistake(
                () -> account().map("emails.value", Account::email, Account::setEmail),
                "has several values",
                "emails[type eq \"work\"].value");
        assertMistake(
                () -> account().map("emails[type co \"w\"].value", Account::email, Account::setEmail),
                "only 'eq' and 'and'");
        assertMistake(
                () -> account()
                        .map("emails[type eq \"work\"].value", Account::email, Account::setEmail)
                        .map("emails[primary eq true].value", Account::homeEmail, Account::setHomeEmail),
                "can select the same entry");
        assertMistake(
                () -> account()
                        .map("emails[type eq \"work\"].value", Account::email, Account::setEmail)
                        .mapValues("emails", account -> List.of(), (account, values) -> {}),
                "'emails' is already bound");
        assertMistake(() -> account().map(ENTERPRISE, Account::email, Account::setEmail), "extension as a whole");
        assertMistake(() -> account().map("meta.created", Account::email, Account::setEmail), "'meta'");
        assertMistake(() -> account().whenAbsent("active", true), "'active' has no line before");
        assertMistake(() -> account().writeOnly("title", Account::setSecret), "'title' can be read");
        assertMistake(() -> account().without("groupz"), "groupz");
    }

    @Test
    void findsASetterThatTakesNoNull() {
        assertMistake(
                () -> account()
                        .mapBoolean("active", Account::isActive, (account, value) -> account.setActive(taken(value)))
                        .build(),
                "the setter of 'active' takes no null",
                "whenAbsent",
                "ResourceMappingTest.java:");
    }

    private static boolean taken(@Nullable Boolean value) {
        return Objects.requireNonNull(value);
    }

    @Test
    void needsWhatEveryResourceHas() {
        assertMistake(
                () -> ResourceMapping.builder(USER, Account.class, Account::new).build(), "Account", ".id(...)");
        assertMistake(
                () -> ResourceMapping.builder(USER, Account.class, Account::new)
                        .id(Account::id)
                        .version(Account::version)
                        .created(Account::created)
                        .lastModified(Account::changed)
                        .build(),
                "'userName' is required");
    }

    /** Versions as entities have them. */
    private static final class Counted {

        private int number = Integer.MAX_VALUE - 1;
        private @Nullable Short small;
        private String title = "";

        int number() {
            return number;
        }

        void number(int next) {
            number = next;
        }

        @Nullable
        Short small() {
            return small;
        }

        void small(@Nullable Short next) {
            small = next;
        }
    }

    private static ResourceMapping.Builder<Counted> counted() {
        return ResourceMapping.builder(USER, Counted.class, Counted::new)
                .id(entity -> "1")
                .created(entity -> Instant.EPOCH)
                .lastModified(entity -> Instant.EPOCH)
                .map("userName", entity -> "u", (entity, value) -> {})
                .map("title", entity -> entity.title, (entity, value) -> entity.title = String.valueOf(value));
    }

    private static List<String> versions(ResourceMapping<Counted> mapping, Counted entity, int writes) {
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            versions.add(mapping.version(entity));
            mapping.write(
                    entity,
                    mapping.type()
                            .attributes()
                            .set("userName", "u")
                            .set("title", "t" + i)
                            .build(),
                    Wanted.everything(),
                    Instant.EPOCH);
        }
        return versions;
    }

    @Test
    void countsVersionsOfAnyWholeNumber() {
        ResourceMapping<Counted> ints =
                counted().intVersion(Counted::number, Counted::number).build();
        ResourceMapping<Counted> shorts =
                counted().shortVersion(Counted::small, Counted::small).build();
        Counted last = new Counted();
        last.small = Short.MAX_VALUE;

        assertThat(versions(ints, new Counted(), 3)).containsExactly("2147483646", "2147483647", "1");
        assertThat(versions(shorts, new Counted(), 3)).containsExactly("0", "1", "2");
        assertThat(versions(shorts, last, 2)).containsExactly("32767", "1");
        assertThat(ints.create(ints.type().attributes().set("userName", "u").build(), "1", Instant.EPOCH).number)
                .isEqualTo(1);
    }

    @Test
    void makesOneTypeHoweverOftenItIsBuilt() {
        ResourceMapping.Builder<Counted> builder = counted().intVersion(Counted::number, Counted::number);
        ResourceType first = builder.build().type();

        assertThat(builder.build().type()).isSameAs(first);
        assertThat(builder.map("nickName", entity -> "n", (entity, value) -> {})
                        .build()
                        .type())
                .isNotSameAs(first);
    }

    @Test
    void suggestsTheTypesOfBoundEntriesAndNoOthers() {
        assertThat(typesOfEmails(account().map("emails[type eq \"work\"].value", Account::email, Account::setEmail)))
                .containsExactly("work");
        assertThat(typesOfEmails(account()
                        .map("emails[type eq \"home\"].value", Account::homeEmail, Account::setHomeEmail)
                        .map("emails[type eq \"work\"].value", Account::email, Account::setEmail)))
                .containsExactly("home", "work");
        assertThat(typesOfEmails(
                        account().map("emails[primary eq true].value", Account::homeEmail, Account::setHomeEmail)))
                .as("no entry is selected by a type")
                .isEmpty();
    }

    private static List<String> typesOfEmails(ResourceMapping.Builder<Account> mapping) {
        return mapping.build().type().schema().attribute("emails").orElseThrow().subAttributes().stream()
                .filter(part -> part.name().equals("type"))
                .flatMap(part -> part.canonicalValues().stream())
                .toList();
    }

    @Test
    void advertisesWhatIsMappedAndNothingElse() {
        ResourceType type = mapped().type();

        assertThat(type.schema().attributes())
                .extracting(AttributeDefinition::name)
                .containsExactlyInAnyOrder("userName", "name", "userType", "active", "emails", "groups");
        assertThat(parts(type, "emails")).containsExactlyInAnyOrder("value", "type", "primary");
        assertThat(parts(type, "name")).containsExactly("givenName");
        assertThat(type.path("emails.primary").target().mutability()).isEqualTo(Mutability.READ_ONLY);
        assertThat(type.path("emails.value").target().mutability()).isEqualTo(Mutability.READ_WRITE);
        assertThat(type.extensions()).hasSize(1);
        assertThat(parts(type, MANAGER)).containsExactly("value", "$ref");
        assertThatThrownBy(() -> type.path(ENTERPRISE + ":department")).isInstanceOf(IllegalArgumentException.class);
        assertThat(account()
                        .without("groups")
                        .without("externalId")
                        .build()
                        .type()
                        .definition()
                        .find("groups"))
                .isNull();
    }

    private static List<String> parts(ResourceType type, String path) {
        return type.path(path).target().subAttributes().stream()
                .map(AttributeDefinition::name)
                .toList();
    }

    @Test
    void keepsSubAttributesThatTheApplicationAdded() {
        ResourceType type = StandardTypes.userBuilder()
                .subAttribute("name", AttributeDefinition.string("displayName"))
                .subAttribute("name", AttributeDefinition.string("initials"))
                .build();

        ResourceType pruned = ResourceMapping.builder(type, Account.class, Account::new)
                .id(Account::id)
                .version(Account::version)
                .created(Account::created)
                .lastModified(Account::changed)
                .map("userName", Account::login, Account::setLogin)
                .map("name.displayName", Account::givenName, Account::setGivenName)
                .build()
                .type();

        assertThat(pruned.addedSubAttributes()).containsExactly("name.displayName");
    }

    @Test
    void enablesNobodyWithoutAnExplicitTrue() {
        ResourceMapping<Account> byDefault = account()
                .mapBoolean("active", Account::isActive, Account::setActive, true)
                .build();
        ResourceMapping<Account> bySetter = account()
                .map(
                        "active",
                        Account::isActive,
                        (account, value) -> account.setActive(value == null || value),
                        Converter.bool())
                .build();
        for (ResourceMapping<Account> mapping : List.of(byDefault, bySetter)) {
            Attributes unsaid = mapping.type().attributes().set("userName", "a").build();
            Account account = mapping.create(unsaid, "1", NOW);
            account.setActive(false);

            assertThat(mapping.write(account, unsaid, Wanted.everything(), LATER))
                    .isFalse();
            assertThat(account.isActive()).isFalse();
            Attributes renamed =
                    mapping.type().attributes().set("userName", "b").build();
            assertThat(mapping.write(account, renamed, Wanted.everything(), LATER))
                    .isTrue();
            assertThat(account.isActive()).isFalse();
            Attributes enabled = mapping.type()
                    .attributes()
                    .set("userName", "b")
                    .set("active", true)
                    .build();
            assertThat(mapping.write(account, enabled, Wanted.everything(), LATER))
                    .isTrue();
            assertThat(account.isActive()).isTrue();
            mapping.write(account, renamed, Wanted.everything(), LATER);
            assertThat(account.isActive()).isTrue();
        }
        assertThat(byDefault
                        .create(
                                byDefault
                                        .type()
                                        .attributes()
                                        .set("userName", "a")
                                        .build(),
                                "2",
                                NOW)
                        .isActive())
                .isTrue();
    }

    @Test
    void readsWhatItWrites() {
        ResourceMapping<Account> mapping = mapped();
        Attributes given = mapping.type()
                .attributes()
                .set("userName", "bjensen")
                .set("name.givenName", "Barbara")
                .set("emails[type eq \"work\"].value", "b@example.com")
                .set("userType", "INTERN")
                .set(MANAGER + ".value", "7")
                .build();

        Account account = mapping.create(given, "1", NOW);
        Resource read = mapping.resource(account);

        assertThat(account.kind()).isEqualTo(Account.Kind.INTERN);
        assertThat(account.isActive()).isTrue();
        assertThat(read.id()).isEqualTo("1");
        assertThat(read.meta().version()).isEqualTo("1");
        assertThat(read.meta().created()).isEqualTo(NOW);
        assertThat(read.attributes())
                .isEqualTo(given.toBuilder()
                        .set("active", true)
                        .set("emails[type eq \"work\"].primary", true)
                        .build());
    }

    @Test
    void touchesOnlyWhatChanges() {
        ResourceMapping<Account> mapping = mapped();
        Account account = mapping.create(
                mapping.type().attributes().set("userName", "bjensen").build(), "1", NOW);
        account.written();
        Attributes current = mapping.resource(account).attributes();

        assertThat(mapping.write(account, current, Wanted.everything(), LATER)).isFalse();
        assertThat(account.written()).isEmpty();
        assertThat(account.version()).isEqualTo(1);

        Attributes next = current.toBuilder().set("name.givenName", "Barbara").build();
        assertThat(mapping.write(account, next, Wanted.everything(), LATER)).isTrue();
        assertThat(account.written()).containsExactly("givenName");
        assertThat(account.version()).isEqualTo(2);
        assertThat(account.changed()).isEqualTo(LATER);

        Wanted name = Wanted.nothing().and(mapping.type().path("userName"));
        assertThat(mapping.write(account, current, name, LATER)).isFalse();
        assertThat(account.givenName()).isEqualTo("Barbara");
    }

    @Test
    void refusesValuesThatAPropertyCannotBe() {
        ResourceMapping<Account> mapping = mapped();
        Attributes unknown = mapping.type()
                .attributes()
                .set("userName", "bjensen")
                .set("userType", "PIRATE")
                .build();

        assertThatThrownBy(() -> mapping.create(unknown, "1", NOW))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE))
                .hasMessageContaining("'userType'");
    }

    @Test
    void refusesZonesAndTimesThatThereAreNot() {
        List<ZoneId> zones = new ArrayList<>();
        ResourceMapping<Account> mapping = account()
                .map(
                        "timezone",
                        account -> null,
                        (account, zone) -> zones.add(zone),
                        Converter.text(ZoneId::getId, ZoneId::of))
                .mapList(
                        "phoneNumbers",
                        account -> List.<LocalDate>of(),
                        (account, dates) -> {},
                        ListMapping.of(phone ->
                                        LocalDate.parse(phone.string("value").orElseThrow()))
                                .map("value", LocalDate::toString))
                .without("externalId")
                .build();
        zones.clear();

        mapping.create(
                mapping.type()
                        .attributes()
                        .set("userName", "bjensen")
                        .set("timezone", "Europe/Berlin")
                        .build(),
                "1",
                NOW);
        assertThat(zones).containsExactly(ZoneId.of("Europe/Berlin"));
        assertThatThrownBy(() -> mapping.create(
                        mapping.type()
                                .attributes()
                                .set("userName", "bjensen")
                                .set("timezone", "Mars/Base")
                                .build(),
                        "1",
                        NOW))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE))
                .hasMessageContaining("'timezone'");
        assertThatThrownBy(() -> mapping.create(
                        mapping.type()
                                .attributes()
                                .set("userName", "bjensen")
                                .add("phoneNumbers", Map.of("value", "+1"))
                                .build(),
                        "1",
                        NOW))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE))
                .hasMessageContaining("'phoneNumbers'");
    }

    @Test
    void refusesOrDropsWhatNoLineTakes() {
        Attributes home = USER.attributes()
                .set("userName", "bjensen")
                .add("emails", Map.of("type", "home", "value", "h@example.com"))
                .build();

        ResourceMapping<Account> strict = account()
                .map("emails[type eq \"work\"].value", Account::email, Account::setEmail)
                .build();
        assertThatThrownBy(() -> strict.create(rebound(strict.type(), home), "1", NOW))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE))
                .hasMessageContaining("'emails[type eq \"home\"]'");
        assertThatThrownBy(() -> strict.create(
                        strict.type()
                                .attributes()
                                .set("userName", "b")
                                .set("externalId", "7")
                                .build(),
                        "1",
                        NOW))
                .hasMessageContaining("'externalId'");

        ResourceMapping<Account> lenient = account()
                .map("emails[type eq \"work\"].value", Account::email, Account::setEmail)
                .ignoreUnmapped()
                .build();
        Account account = lenient.create(rebound(lenient.type(), home), "1", NOW);
        assertThat(lenient.resource(account).list("emails")).isEmpty();
        assertThat(lenient.mapped().ignored(rebound(lenient.type(), home))).containsExactly("emails[type eq \"home\"]");
    }

    private static Attributes rebound(ResourceType type, Attributes attributes) {
        return type.attributes()
                .set("userName", attributes.string("userName").orElseThrow())
                .add("emails", Map.of("type", "home", "value", "h@example.com"))
                .build();
    }

    @Test
    void keepsWhatNoLineTakesBeside() {
        ResourceMapping<Account> mapping = account()
                .map("emails[type eq \"work\"].value", Account::email, Account::setEmail)
                .map("name.givenName", Account::givenName, Account::setGivenName)
                .rest(Account::others, Account::setOthers)
                .build();
        Attributes given = mapping.type()
                .attributes()
                .set("userName", "bjensen")
                .set("externalId", "7")
                .set("name.givenName", "Barbara")
                .set("name.familyName", "Jensen")
                .set(ENTERPRISE + ":department", "Tour")
                .add("emails", Map.of("type", "work", "value", "b@example.com", "display", "B", "primary", true))
                .add("emails", Map.of("type", "home", "value", "h@example.com"))
                .build();

        Account account = mapping.create(given, "1", NOW);

        assertThat(account.email()).isEqualTo("b@example.com");
        assertThat(account.others())
                .contains("h@example.com", "Jensen", "Tour")
                .doesNotContain("b@example.com", "Barbara");
        assertThat(mapping.resource(account).attributes()).isEqualTo(given);
        assertThat(mapping.write(account, given, Wanted.everything(), LATER)).isFalse();

        Attributes poorer = given.toBuilder()
                .set("emails[type eq \"home\"]", null)
                .set("externalId", null)
                .build();
        assertThat(mapping.write(account, poorer, Wanted.everything(), LATER)).isTrue();
        assertThat(mapping.resource(account).attributes()).isEqualTo(poorer);

        Attributes two = given.toBuilder()
                .add("emails", Map.of("type", "work", "value", "second@example.com"))
                .build();
        assertThatThrownBy(() -> mapping.write(account, two, Wanted.everything(), LATER))
                .hasMessageContaining("one value of 'emails[type eq \"work\"]'");
    }

    @Test
    void writesSecretsAndNeverReadsThem() {
        ResourceMapping<Account> mapping =
                account().writeOnly("password", Account::setSecret).build();
        Account account = mapping.create(
                mapping.type()
                        .attributes()
                        .set("userName", "b")
                        .set("password", "s3cret")
                        .build(),
                "1",
                NOW);

        assertThat(account.secret()).isEqualTo("hash of s3cret");
        Attributes current = mapping.resource(account).attributes();
        assertThat(current.string("password")).isEmpty();
        assertThat(mapping.write(account, current, Wanted.everything(), LATER)).isFalse();
        Attributes next = current.toBuilder().set("password", "new").build();
        assertThat(mapping.write(account, next, Wanted.everything(), LATER)).isTrue();
        assertThat(account.secret()).isEqualTo("hash of new");
    }
}
