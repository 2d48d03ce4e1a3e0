package dev.scimlet.testkit.contract;

import static java.util.Comparator.comparing;
import static java.util.Comparator.nullsLast;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.spi.KeysetPosition;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceChange;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ResourceSearch;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Repositories that break one promise each, with the test of the contract that must notice. */
enum WrongRepository {
    CHANGES_WHAT_IT_STORES("Create.storesEverything", right -> new RepositoryDecorator(right) {
        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            Attributes poorer = attributes;
            for (AttributeDefinition extension : type().extensionDefinitions()) {
                poorer = poorer.with(extension, null);
            }
            return super.create(context, poorer);
        }
    }),

    FORGETS_THE_TIME("Create.givesTimes", right -> new RepositoryDecorator(right) {
        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            Resource created = super.create(context, attributes);
            return created.withMeta(
                    new Meta(Instant.EPOCH, Instant.EPOCH, created.meta().version()));
        }
    }),

    GIVES_UNSAFE_IDS(
            "Create.givesIds",
            right -> new RepositoryDecorator(InMemoryRepository.builder(right.type())
                    .ids(numbered("user/"))
                    .build())),

    ALLOWS_DOUBLES("Create.refusesATakenUserName", right -> new Unchecked()),

    COMPARES_USER_NAMES_EXACTLY("Create.refusesATakenUserName", right -> new Unchecked() {
        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            String userName = attributes.string("userName").orElseThrow();
            boolean taken = right.query(context, Query.all(1_000)).resources().stream()
                    .anyMatch(user -> user.string("userName").equals(Optional.of(userName)));
            if (taken) {
                throw ScimException.of(ErrorType.UNIQUENESS, "taken");
            }
            return super.create(context, attributes);
        }
    }),

    ALLOWS_DOUBLES_IN_EXTENSIONS(
            "Create.refusesATakenExtensionValue",
            right -> new RepositoryDecorator(InMemoryRepository.of(
                    userType(StandardSchemas.USER, notUnique(ContractTypes.EXTENSION, "badge"))))),

    TELLS_OF_THE_OTHER("Create.tellsNothingOfTheOther", right -> new RepositoryDecorator(right) {
        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            try {
                return super.create(context, attributes);
            } catch (ScimException refused) {
                Resource other = right.query(context, Query.all(1)).resources().get(0);
                throw ScimException.of(ErrorType.UNIQUENESS, "it is that of " + other.id());
            }
        }
    }),

    CHECKS_THEN_CREATES("Create.letsOneOfRacingCreatesWin", right -> new Unchecked() {
        private final Meeting meeting = new Meeting();

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            refuseIfTaken(context, attributes);
            meeting.join();
            return super.create(context, attributes);
        }
    }),

    TRIMS_IDS("Find.findsNothingForUnknownIds", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return super.find(context, id.trim(), wanted);
        }
    }),

    IGNORES_THE_CASE_OF_IDS("Find.comparesIdsExactly", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return super.find(context, id.toLowerCase(Locale.ROOT), wanted);
        }
    }),

    READS_TOO_LITTLE("Find.readsWhatIsWanted", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return super.find(context, id, wanted).map(found -> read(found, wanted));
        }
    }),

    IGNORES_THE_FILTER("Search.findsWhatMeetsTheFilter", right -> new Rewriting(right, filter -> "userName pr")),

    TAKES_UNDERSCORES_FOR_WILDCARDS(
            "Search.findsWhatMeetsTheFilter", right -> new Rewriting(right, filter -> filter.replace("0_s", "0 s"))),

    MEETS_BRACKETS_WITH_SEVERAL_ENTRIES(
            "Search.findsWhatMeetsTheFilter",
            right -> new Rewriting(
                    right,
                    filter -> filter.replaceAll(
                            "emails\\[type eq (\"\\w+\") and value (.*)]", "emails.type eq $1 and emails.value $2"))),

    DROPS_MISSING_VALUES(
            "Search.findsWhatMeetsTheFilter",
            right -> new Rewriting(right, filter -> filter.replaceAll("^(\\S+) ne (\".*\")$", "$0 and $1 pr"))),

    ANSWERS_WHAT_IT_DENIES("Search.findsWhatMeetsTheFilter", RepositoryDecorator::new),

    IGNORES_META(
            "Search.findsByIdAndMeta",
            right -> new Rewriting(right, filter -> filter.startsWith("meta") ? "userName pr" : filter)),

    SEARCHES_IN_AN_OLD_STATE("Search.seesTheLastWrite", right -> new RepositoryDecorator(right) {
        private final List<Resource> created = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            Resource resource = super.create(context, attributes);
            created.add(resource);
            return resource;
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            return ResourceSearch.answer(query, created.stream());
        }
    }),

    PUTS_MISSING_VALUES_FIRST("Search.sorts", right -> new Reordering(right) {
        @Override
        List<Resource> reordered(List<Resource> resources, Sort sort) {
            List<Resource> missing = new ArrayList<>(resources);
            missing.removeIf(resource -> sort.key(resource) != null);
            List<Resource> present = new ArrayList<>(resources);
            present.removeAll(missing);
            missing.addAll(present);
            return missing;
        }
    }),

    SORTS_BY_THE_FIRST_VALUE("Search.sorts", right -> new Reordering(right) {
        @Override
        List<Resource> reordered(List<Resource> resources, Sort sort) {
            if (!sort.path().text().equals("emails.value") || sort.order() == SortOrder.DESCENDING) {
                return resources;
            }
            List<Resource> sorted = new ArrayList<>(resources);
            sorted.sort(comparing(this::firstAddress, nullsLast(String::compareTo)));
            return sorted;
        }

        private @Nullable String firstAddress(Resource resource) {
            return resource.strings("emails.value").stream().findFirst().orElse(null);
        }
    }),

    TURNS_TIES("Search.breaksTiesById", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            Sort sort = query.sort();
            if (sort == null || sort.order() == SortOrder.ASCENDING) {
                return super.query(context, query);
            }
            Sort up = new Sort(sort.path(), SortOrder.ASCENDING);
            QueryResult result = super.query(context, new Query(query.filter(), up, query.page(), query.wanted()));
            List<Resource> turned = new ArrayList<>(result.resources());
            Collections.reverse(turned);
            return new QueryResult(turned, result.totalResults(), null, null);
        }
    }),

    COUNTS_FROM_ZERO(
            "Search.pagesByIndex",
            right -> new Repaging(right, index -> new Page.Index(index.startIndex() + 1, index.count()))),

    SENDS_MORE_THAN_NONE(
            "Search.countsWithoutResources",
            right -> new Repaging(right, index -> new Page.Index(index.startIndex(), Math.max(1, index.count())))),

    COUNTS_THE_PAGE("Search.countsWhatMeetsTheFilter", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            List<Resource> page = super.query(context, query).resources();
            return QueryResult.of(page, page.size());
        }
    }),

    STARTS_OVER_BEYOND_THE_END(
            "Search.endsWhereItEnds",
            right -> new Repaging(
                    right, index -> new Page.Index(index.startIndex() > 2 ? 1 : index.startIndex(), index.count()))),

    NEVER_ENDS("Search.walksByCursor", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            QueryResult result = super.query(context, query);
            if (result.resources().isEmpty() || !(query.page() instanceof Page.Cursor)) {
                return result;
            }
            Resource last = result.resources().get(result.resources().size() - 1);
            Object key = query.sort() == null ? null : query.sort().key(last);
            String next = KeysetPosition.after(key, last.id()).text();
            return new QueryResult(result.resources(), result.totalResults(), next, result.previous());
        }
    }),

    WALKS_WITHOUT_THE_FILTER("Search.walksWhatMeetsTheFilter", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            boolean goesOn = query.page() instanceof Page.Cursor cursor && cursor.position() != null;
            return super.query(context, goesOn ? new Query(null, query.sort(), query.page(), query.wanted()) : query);
        }
    }),

    WALKS_BY_OFFSET("Search.walksOnAfterChanges", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            if (!(query.page() instanceof Page.Cursor cursor)) {
                return super.query(context, query);
            }
            int offset = cursor.position() == null ? 0 : Integer.parseInt(cursor.position());
            Page index = new Page.Index(offset + 1, cursor.count());
            QueryResult page = super.query(context, new Query(query.filter(), query.sort(), index, query.wanted()));
            int end = offset + page.resources().size();
            String next = end < page.totalResults().orElseThrow() ? String.valueOf(end) : null;
            return new QueryResult(page.resources(), OptionalLong.empty(), next, null);
        }
    }),

    LOSES_ONE_ON_THE_WAY_BACK("Search.walksBack", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            boolean back = query.page() instanceof Page.Cursor cursor
                    && cursor.position() != null
                    && !KeysetPosition.parse(cursor.position()).forward();
            QueryResult result = super.query(context, query);
            return back
                    ? new QueryResult(
                            result.resources().subList(1, result.resources().size()),
                            result.totalResults(),
                            result.next(),
                            result.previous())
                    : result;
        }
    }),

    PAGES_BY_CURSOR_THOUGH_IT_DENIES_IT("Search.refusesCursorsItDoesNotKnow", RepositoryDecorator::new),

    LISTS_TOO_LITTLE("Search.readsWhatIsWanted", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            QueryResult result = super.query(context, query);
            return QueryResult.of(
                    result.resources().stream()
                            .map(found -> read(found, query.wanted()))
                            .toList(),
                    result.totalResults().orElseThrow());
        }
    }),

    STORES_NO_CHANGE("Update.storesWhatTheChangeReturns", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            return find(context, id, wanted).map(current -> current.withAttributes(change.apply(current)));
        }
    }),

    KEEPS_WHAT_IS_LEFT_OUT("Update.dropsWhatTheChangeLeavesOut", right -> new Changing(right) {
        @Override
        Attributes changed(Resource current, Wanted wanted, ResourceChange change) {
            Attributes next = change.apply(current);
            for (AttributeDefinition attribute : type().definition().subAttributes()) {
                next = next.get(attribute) == null
                        ? next.with(attribute, current.attributes().get(attribute))
                        : next;
            }
            return next;
        }
    }),

    SHOWS_THE_CHANGE_ANOTHER_STATE("Update.givesTheChangeTheStoredState", right -> new Changing(right) {
        @Override
        Attributes changed(Resource current, Wanted wanted, ResourceChange change) {
            return change.apply(reversioned(current, "0"));
        }
    }),

    ENABLES_BY_DEFAULT("Update.enablesNobodyWhoseActiveIsMissing", right -> new Changing(right) {
        @Override
        Attributes changed(Resource current, Wanted wanted, ResourceChange change) {
            Attributes next = change.apply(current);
            AttributeDefinition active =
                    Objects.requireNonNull(type().definition().find("active"));
            return next.get(active) == null ? next.with(active, true) : next;
        }
    }),

    CREATES_WHAT_IS_NOT_THERE("Update.createsNothing", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            Optional<Resource> updated = super.update(context, id, wanted, change);
            return updated.isPresent()
                    ? updated
                    : Optional.of(super.create(
                            context, type().attributes().set("userName", id).build()));
        }
    }),

    GIVES_A_VERSION_FOR_NO_CHANGE("Update.keepsMetaWhenNothingChanges", right -> new Reversioning(right) {
        @Override
        Resource reversioned(Resource updated) {
            return WrongRepository.reversioned(updated, updated.meta().version() + "x");
        }
    }),

    HASHES_VERSIONS("Update.givesNewVersions", right -> new Reversioning(right) {
        @Override
        Resource reversioned(Resource updated) {
            String hash = Integer.toHexString(updated.attributes().hashCode());
            return WrongRepository.reversioned(updated, hash);
        }
    }),

    GOES_BACK_IN_TIME("Update.givesNewVersions", right -> new Reversioning(right) {
        private long seconds = 100;

        @Override
        Resource reversioned(Resource updated) {
            Meta meta = updated.meta();
            return updated.withMeta(new Meta(meta.created(), meta.created().plusSeconds(seconds--), meta.version()));
        }
    }),

    HIDES_FAILURES("Update.storesNothingIfTheChangeFails", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            try {
                return super.update(context, id, wanted, change);
            } catch (ScimException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }),

    STORES_HALF_OF_A_FAILURE("Update.storesNothingIfTheChangeFails", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            try {
                return super.update(context, id, wanted, change);
            } catch (RuntimeException failure) {
                super.update(
                        context,
                        id,
                        wanted,
                        current -> current.attributes().toBuilder()
                                .set("userName", "half")
                                .build());
                throw failure;
            }
        }
    }),

    ALLOWS_DOUBLES_BY_CHANGES("Update.keepsValuesUnique", right -> new Unchecked()),

    FORGETS_WHAT_IS_NOT_WANTED("Update.keepsWhatIsNotWanted", Forgetful::new),

    LOSES_CHANGES("Update.losesNoChange", Unlocked::new),

    CHECKS_THEN_CHANGES("Update.letsOneOfRacingChangesWin", right -> new Unchecked() {
        private final Meeting meeting = new Meeting();

        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            Attributes next = change.apply(right.find(context, id, wanted).orElseThrow());
            refuseIfTaken(context, next);
            meeting.join();
            return super.update(context, id, wanted, current -> next);
        }
    }),

    WRITES_IN_TWO_STEPS("Update.showsNoHalfChange", right -> new RepositoryDecorator(right) {
        private final CountDownLatch seen = new CountDownLatch(1);
        private volatile boolean half;

        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            super.update(
                    context,
                    id,
                    wanted,
                    current -> current.attributes().toBuilder()
                            .set(
                                    "userName",
                                    change.apply(current).string("userName").orElseThrow())
                            .build());
            half = true;
            await(seen);
            half = false;
            return super.update(context, id, wanted, change);
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            boolean early = half;
            Optional<Resource> found = super.find(context, id, wanted);
            if (early) {
                seen.countDown();
            }
            return found;
        }
    }),

    HIDES_INSTEAD_OF_DELETING("Delete.isGone", right -> new RepositoryDecorator(right) {
        private final Set<String> deleted = ConcurrentHashMap.newKeySet();

        @Override
        public boolean delete(RequestContext context, String id, Precondition precondition) {
            return super.find(context, id, Wanted.nothing()).isPresent() && deleted.add(id);
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return deleted.contains(id) ? Optional.empty() : super.find(context, id, wanted);
        }
    }),

    GIVES_IDS_AGAIN(
            "Delete.freesUniqueValues",
            right -> new RepositoryDecorator(
                    InMemoryRepository.builder(right.type()).ids(() -> "1").build())),

    IGNORES_PRECONDITIONS("Delete.checksThePrecondition", right -> new RepositoryDecorator(right) {
        @Override
        public boolean delete(RequestContext context, String id, Precondition precondition) {
            return super.delete(context, id, Precondition.NONE);
        }
    }),

    SHOWS_PRECONDITIONS_NOTHING("Delete.readsWhatThePreconditionWants", right -> new RepositoryDecorator(right) {
        @Override
        public boolean delete(RequestContext context, String id, Precondition precondition) {
            return super.delete(
                    context, id, current -> precondition.check(current.withAttributes(type().emptyAttributes())));
        }
    }),

    DELETES_AGAIN("Delete.isDeletedOnce", right -> new RepositoryDecorator(right) {
        @Override
        public boolean delete(RequestContext context, String id, Precondition precondition) {
            super.delete(context, id, precondition);
            return true;
        }
    }),

    READS_OTHER_TENANTS("Tenants.areNotReadByOthers", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            return super.query(context.inTenant("contract"), query);
        }

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return super.create(context.inTenant("contract"), attributes);
        }
    }),

    WRITES_OTHER_TENANTS("Tenants.areNotWrittenByOthers", right -> new RepositoryDecorator(right) {
        @Override
        public boolean delete(RequestContext context, String id, Precondition precondition) {
            return super.delete(context.inTenant(RequestContext.SINGLE_TENANT), id, precondition);
        }
    }),

    CHECKS_OTHER_TENANTS("Tenants.haveTheirOwnUniqueValues", right -> new RepositoryDecorator(right) {
        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return super.create(context.inTenant(RequestContext.SINGLE_TENANT), attributes);
        }
    }),

    LOSES_MEMBERS("Groups.loseNoMemberThroughChanges", Unlocked::new),

    FORGETS_MEMBERS("Groups.keepMembersThatAreNotWanted", Forgetful::new),

    KNOWS_EVERYBODY("Groups.areKnownByTheirIds", right -> new RepositoryDecorator(right) {
        @Override
        public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
            Map<String, String> names = new LinkedHashMap<>(super.displayNames(context, ids));
            ids.forEach(id -> names.putIfAbsent(id, ""));
            return names;
        }
    }),

    REPORTS_WHAT_WAS_ASKED("Deltas.addAndRemove", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, precondition, delta)
                    .map(applied ->
                            new Applied(applied.resource(), delta.added().keySet(), delta.removed()));
        }
    }),

    REMOVES_EVERYBODY("Deltas.addAndRemove", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            if (!delta.removed().isEmpty()) {
                update(context, id, wanted, current -> delta.list().withAttributeValue(current.attributes(), null));
            }
            return super.applyDelta(context, id, wanted, precondition, delta);
        }
    }),

    KEEPS_THE_VERSION_IN_DELTAS("Deltas.giveANewVersion", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, precondition, delta)
                    .map(applied ->
                            new Applied(reversioned(applied.resource(), "1"), applied.added(), applied.removed()));
        }
    }),

    GIVES_A_VERSION_FOR_NO_DELTA("Deltas.keepMetaWhenNothingChanges", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, precondition, delta)
                    .map(applied -> new Applied(
                            reversioned(
                                    applied.resource(),
                                    applied.resource().meta().version() + "x"),
                            applied.added(),
                            applied.removed()));
        }
    }),

    REPLACES_MEMBERS("Deltas.leaveAMemberAsItIs", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            super.applyDelta(
                    context,
                    id,
                    wanted,
                    precondition,
                    new ValuesDelta(delta.list(), Map.of(), delta.added().keySet()));
            return super.applyDelta(context, id, wanted, precondition, delta);
        }
    }),

    IGNORES_PRECONDITIONS_OF_DELTAS("Deltas.checkThePrecondition", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, Precondition.NONE, delta);
        }
    }),

    SHOWS_PRECONDITIONS_OF_DELTAS_NOTHING(
            "Deltas.readWhatThePreconditionWants", right -> new RepositoryDecorator(right) {
                @Override
                public Optional<Applied> applyDelta(
                        RequestContext context,
                        String id,
                        Wanted wanted,
                        Precondition precondition,
                        ValuesDelta delta) {
                    Precondition blind =
                            current -> precondition.check(current.withAttributes(type().emptyAttributes()));
                    return super.applyDelta(context, id, wanted, blind, delta);
                }
            }),

    CHANGES_OTHER_TENANTS_GROUPS("Deltas.findNoUnknownGroup", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context.inTenant(RequestContext.SINGLE_TENANT), id, wanted, precondition, delta);
        }
    }),

    LOSES_DELTAS("Deltas.loseNoMember", right -> new RepositoryDecorator(right) {
        private final Meeting meeting = new Meeting();

        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            Resource current = find(context, id, wanted).orElseThrow();
            meeting.join();
            Values values = (Values) Objects.requireNonNull(current.value(delta.list()));
            for (Attributes entry : delta.added().values()) {
                values = values.plus(entry);
            }
            for (String gone : delta.removed()) {
                Attributes entry = values.findByValue(gone);
                values = entry == null ? values : values.minus(entry);
            }
            Attributes next = delta.list().withAttributeValue(current.attributes(), values);
            return update(context, id, wanted, fresh -> next)
                    .map(stored -> new Applied(stored, delta.added().keySet(), delta.removed()));
        }
    }),

    CUTS_LONG_LISTS("Deltas.takeManyMembers", right -> new RepositoryDecorator(right) {
        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            BoundPath members = type().path("members");
            Values all = (Values) attributes.value("members").orElseThrow();
            Values cut = Values.of(all.definition(), all.stream().limit(1_000).toList());
            return super.create(context, members.withAttributeValue(attributes, cut));
        }
    }),

    FORGETS_THE_NAMES_OF_GROUPS("Memberships.areAskedAtOnce", right -> new RepositoryDecorator(right) {
        @Override
        public Map<String, List<Membership>> membershipsOf(
                RequestContext context, ResourceType type, Set<String> memberIds) {
            Map<String, List<Membership>> nameless = new LinkedHashMap<>();
            super.membershipsOf(context, type, memberIds)
                    .forEach((id, groups) -> nameless.put(
                            id,
                            groups.stream()
                                    .map(group -> new Membership(group.groupId(), ""))
                                    .toList()));
            return nameless;
        }
    }),

    KEEPS_OLD_MEMBERSHIPS("Memberships.followChanges", right -> new RepositoryDecorator(right) {
        private final Map<Set<String>, Map<String, List<Membership>>> answers = new ConcurrentHashMap<>();

        @Override
        public Map<String, List<Membership>> membershipsOf(
                RequestContext context, ResourceType type, Set<String> memberIds) {
            return answers.computeIfAbsent(memberIds, asked -> super.membershipsOf(context, type, asked));
        }
    }),

    OVERLOOKS_DELTAS("Memberships.followDeltas", right -> new RepositoryDecorator(right) {
        private final Set<String> overlooked = ConcurrentHashMap.newKeySet();

        @Override
        public Optional<Applied> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            overlooked.addAll(delta.added().keySet());
            return super.applyDelta(context, id, wanted, precondition, delta);
        }

        @Override
        public Map<String, List<Membership>> membershipsOf(
                RequestContext context, ResourceType type, Set<String> memberIds) {
            Map<String, List<Membership>> found = new LinkedHashMap<>(super.membershipsOf(context, type, memberIds));
            found.keySet().removeAll(overlooked);
            return found;
        }
    }),

    KEEPS_DELETED_MEMBERS("Memberships.endWithTheMember", right -> new RepositoryDecorator(right) {
        @Override
        public void memberDeleted(RequestContext context, ResourceType type, String memberId) {}
    }),

    TAKES_ONE_TYPE_FOR_ANOTHER("Memberships.areOfOneType", right -> new RepositoryDecorator(right) {
        @Override
        public Map<String, List<Membership>> membershipsOf(
                RequestContext context, ResourceType type, Set<String> memberIds) {
            return super.membershipsOf(context, ContractTypes.user(), memberIds);
        }
    }),

    ENDS_MEMBERSHIPS_OF_ANOTHER_TYPE("Memberships.areOfOneType", right -> new RepositoryDecorator(right) {
        @Override
        public void memberDeleted(RequestContext context, ResourceType type, String memberId) {
            super.memberDeleted(context, ContractTypes.user(), memberId);
        }
    });

    private final String noticedBy;

    @SuppressWarnings("ImmutableEnumChecker") // the functions are lambdas without state
    private final Function<InMemoryRepository, ResourceRepository> wrong;

    WrongRepository(String noticedBy, Function<InMemoryRepository, ResourceRepository> wrong) {
        this.noticedBy = noticedBy;
        this.wrong = wrong;
    }

    /** The nested class and the method of the contract. */
    String noticedBy() {
        return noticedBy;
    }

    ResourceRepository over(InMemoryRepository right) {
        return wrong.apply(right);
    }

    private static java.util.function.Supplier<String> numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return () -> prefix + number.incrementAndGet();
    }

    private static ResourceType userType(Schema core, Schema extension) {
        return ResourceType.builder("User", core)
                .extension(StandardSchemas.ENTERPRISE_USER)
                .extension(extension)
                .build();
    }

    private static Schema notUnique(Schema schema, String attribute) {
        return schema.withAttribute(schema.attribute(attribute).orElseThrow().toBuilder()
                .uniqueness(Uniqueness.NONE)
                .build());
    }

    private static Resource read(Resource found, Wanted wanted) {
        return wanted == Wanted.everything()
                ? found
                : found.withAttributes(found.type().emptyAttributes());
    }

    private static Resource reversioned(Resource resource, String version) {
        return resource.withMeta(
                new Meta(resource.meta().created(), resource.meta().lastModified(), version));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** The first two who come go on together, so that what one of them overwrites is overwritten in every run. */
    private static final class Meeting {

        private final CountDownLatch both = new CountDownLatch(2);

        void join() {
            both.countDown();
            await(both);
        }
    }

    /** Nothing keeps user names unique. */
    private static class Unchecked extends RepositoryDecorator {

        Unchecked() {
            super(InMemoryRepository.of(
                    userType(notUnique(StandardSchemas.USER, "userName"), ContractTypes.EXTENSION)));
        }

        final void refuseIfTaken(RequestContext context, Attributes attributes) {
            String userName = attributes.string("userName").orElseThrow();
            BoundFilter same = new PathBinder(type().definition(), ClientProfile.INTEROPERABLE)
                    .filter("userName eq \"" + userName + "\"");
            if (!right.query(context, Query.matching(same, 1)).resources().isEmpty()) {
                throw ScimException.of(ErrorType.UNIQUENESS, "taken");
            }
        }
    }

    /** Understands another filter than it was asked. */
    private static final class Rewriting extends RepositoryDecorator {

        private final UnaryOperator<String> rewriting;

        Rewriting(InMemoryRepository right, UnaryOperator<String> rewriting) {
            super(right);
            this.rewriting = rewriting;
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            if (query.filter() == null) {
                return super.query(context, query);
            }
            BoundFilter other = new PathBinder(type().definition(), ClientProfile.INTEROPERABLE)
                    .filter(rewriting.apply(query.filter().text()));
            return super.query(context, new Query(other, query.sort(), query.page(), query.wanted()));
        }
    }

    /** Orders otherwise than it was asked. */
    private abstract static class Reordering extends RepositoryDecorator {

        Reordering(InMemoryRepository right) {
            super(right);
        }

        abstract List<Resource> reordered(List<Resource> resources, Sort sort);

        @Override
        public QueryResult query(RequestContext context, Query query) {
            QueryResult result = super.query(context, query);
            return query.sort() == null
                    ? result
                    : new QueryResult(reordered(result.resources(), query.sort()), result.totalResults(), null, null);
        }
    }

    /** Returns another page than it was asked. */
    private static final class Repaging extends RepositoryDecorator {

        private final UnaryOperator<Page.Index> other;

        Repaging(InMemoryRepository right, Function<Page.Index, Page.Index> other) {
            super(right);
            this.other = other::apply;
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            return super.query(
                    context,
                    query.page() instanceof Page.Index index
                            ? new Query(query.filter(), query.sort(), other.apply(index), query.wanted())
                            : query);
        }
    }

    /** Stores something else than the change returns. */
    private abstract static class Changing extends RepositoryDecorator {

        Changing(InMemoryRepository right) {
            super(right);
        }

        abstract Attributes changed(Resource current, Wanted wanted, ResourceChange change);

        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            return super.update(context, id, wanted, current -> changed(current, wanted, change));
        }
    }

    /** Says another version than it should. */
    private abstract static class Reversioning extends RepositoryDecorator {

        Reversioning(InMemoryRepository right) {
            super(right);
        }

        abstract Resource reversioned(Resource updated);

        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            return super.update(context, id, wanted, change).map(this::reversioned);
        }
    }

    /** Leaves unread what is not wanted, and stores it as unassigned. */
    private static final class Forgetful extends Changing {

        Forgetful(InMemoryRepository right) {
            super(right);
        }

        @Override
        Attributes changed(Resource current, Wanted wanted, ResourceChange change) {
            Attributes read = current.attributes();
            for (AttributeDefinition attribute : type().definition().subAttributes()) {
                read = wanted.includes(attribute) ? read : read.with(attribute, null);
            }
            return change.apply(current.withAttributes(read));
        }
    }

    /** Reads and writes, and others write in between. */
    private static final class Unlocked extends RepositoryDecorator {

        private final Meeting meeting = new Meeting();

        Unlocked(InMemoryRepository right) {
            super(right);
        }

        @Override
        public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
            Attributes next = change.apply(find(context, id, wanted).orElseThrow());
            meeting.join();
            return super.update(context, id, wanted, current -> next);
        }
    }
}
