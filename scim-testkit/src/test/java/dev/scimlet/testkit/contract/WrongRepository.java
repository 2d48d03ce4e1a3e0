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
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.KeysetPosition;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ResourceSearch;
import dev.scimlet.spi.Retries;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.ValuesDeltas;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

    REFUSES_EVERY_MANAGER("Create.storesEverything", right -> new RepositoryDecorator(right) {
        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            if (attributes
                    .string(StandardSchemas.ENTERPRISE_USER.id() + ":manager.value")
                    .isPresent()) {
                throw ScimException.of(ErrorType.INVALID_VALUE, "no manager here");
            }
            return super.create(context, attributes);
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
            return ResourceSearch.answer(context, query, created.stream());
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
            QueryResult result = super.query(
                    context,
                    Query.builder(query.page())
                            .filter(query.filter())
                            .sort(up)
                            .wanted(query.wanted())
                            .build());
            List<Resource> turned = new ArrayList<>(result.resources());
            Collections.reverse(turned);
            return QueryResult.builder(turned)
                    .totalResults(result.totalResults())
                    .build();
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
            return QueryResult.builder(result.resources())
                    .totalResults(result.totalResults())
                    .next(next)
                    .previous(result.previous())
                    .build();
        }
    }),

    WALKS_WITHOUT_THE_FILTER("Search.walksWhatMeetsTheFilter", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            boolean goesOn = query.page() instanceof Page.Cursor cursor && cursor.position() != null;
            return super.query(
                    context,
                    goesOn
                            ? Query.builder(query.page())
                                    .sort(query.sort())
                                    .wanted(query.wanted())
                                    .build()
                            : query);
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
            QueryResult page = super.query(
                    context,
                    Query.builder(index)
                            .filter(query.filter())
                            .sort(query.sort())
                            .wanted(query.wanted())
                            .build());
            int end = offset + page.resources().size();
            String next = end < page.totalResults().orElseThrow() ? String.valueOf(end) : null;
            return QueryResult.builder(page.resources()).next(next).build();
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
                    ? QueryResult.builder(result.resources()
                                    .subList(1, result.resources().size()))
                            .totalResults(result.totalResults())
                            .next(result.next())
                            .previous(result.previous())
                            .build()
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

    STORES_NO_CHANGE("Update.storesWhatItIsGiven", right -> new RepositoryDecorator(right) {
        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            return read.withAttributes(changed);
        }
    }),

    KEEPS_WHAT_IS_LEFT_OUT("Update.dropsWhatIsLeftOut", right -> new RepositoryDecorator(right) {
        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            Attributes next = changed;
            for (AttributeDefinition attribute : type().definition().subAttributes()) {
                next = next.get(attribute) == null
                        ? next.with(attribute, read.attributes().get(attribute))
                        : next;
            }
            return super.update(context, read, next, wanted);
        }
    }),

    OVERWRITES_WHAT_IT_DID_NOT_READ("Update.refusesWhatIsOvertaken", right -> new RepositoryDecorator(right) {
        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            return overwritten(context, read, changed, wanted);
        }
    }),

    ENABLES_BY_DEFAULT("Update.enablesNobodyWhoseActiveIsMissing", right -> new RepositoryDecorator(right) {
        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            AttributeDefinition active =
                    Objects.requireNonNull(type().definition().find("active"));
            Attributes next = changed.get(active) == null ? changed.with(active, true) : changed;
            return super.update(context, read, next, wanted);
        }
    }),

    CREATES_WHAT_IS_GONE("Update.createsNothing", right -> new RepositoryDecorator(right) {
        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            return find(context, read.id(), wanted).isEmpty()
                    ? super.create(context, changed)
                    : super.update(context, read, changed, wanted);
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

    ALLOWS_DOUBLES_BY_CHANGES("Update.keepsValuesUnique", right -> new Unchecked()),

    FORGETS_WHAT_IS_NOT_WANTED("Update.keepsWhatIsNotWanted", Forgetful::new),

    LOSES_CHANGES("Update.losesNoChange", Unlocked::new),

    CHECKS_THEN_CHANGES("Update.letsOneOfRacingChangesWin", right -> new Unchecked() {
        private final Meeting meeting = new Meeting();

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            refuseIfTaken(context, changed);
            meeting.join();
            return super.update(context, read, changed, wanted);
        }
    }),

    WRITES_IN_TWO_STEPS("Update.showsNoHalfChange", right -> new RepositoryDecorator(right) {
        private final CountDownLatch seen = new CountDownLatch(1);
        private volatile boolean half;

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            String userName = changed.string("userName").orElseThrow();
            Attributes first =
                    read.attributes().toBuilder().set("userName", userName).build();
            Resource halfWritten = super.update(context, read, first, wanted);
            half = true;
            await(seen);
            half = false;
            return super.update(context, halfWritten, changed, wanted);
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
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return super.find(context, id, wanted).filter(found -> deleted.add(id));
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return deleted.contains(id) ? Optional.empty() : super.find(context, id, wanted);
        }
    }),

    TELLS_AN_OLD_STATE("Delete.tellsTheLastState", right -> new RepositoryDecorator(right) {
        private final Map<String, Resource> created = new ConcurrentHashMap<>();

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            Resource resource = super.create(context, attributes);
            created.put(resource.id(), resource);
            return resource;
        }

        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return super.delete(context, id, wanted, precondition).map(last -> created.get(id));
        }
    }),

    TELLS_TOO_LITTLE("Delete.tellsTheLastState", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return super.delete(context, id, wanted, precondition).map(last -> read(last, wanted));
        }
    }),

    GIVES_IDS_AGAIN(
            "Delete.freesUniqueValues",
            right -> new RepositoryDecorator(
                    InMemoryRepository.builder(right.type()).ids(() -> "1").build())),

    IGNORES_PRECONDITIONS("Delete.checksThePrecondition", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return super.delete(context, id, wanted, Precondition.NONE);
        }
    }),

    SHOWS_PRECONDITIONS_TOO_LITTLE("Delete.checksThePrecondition", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return super.delete(context, id, wanted, current -> precondition.check(read(current, wanted)));
        }
    }),

    SHOWS_PRECONDITIONS_NOTHING("Delete.readsWhatThePreconditionWants", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            Precondition blind = current -> precondition.check(current.withAttributes(type().emptyAttributes()));
            return super.delete(context, id, wanted, blind);
        }
    }),

    DELETES_AGAIN("Delete.isDeletedOnce", right -> new RepositoryDecorator(right) {
        private final Map<String, Resource> deleted = new ConcurrentHashMap<>();

        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            Resource last = super.find(context, id, wanted).orElseGet(() -> deleted.get(id));
            deleted.put(id, last);
            super.delete(context, id, wanted, precondition);
            return Optional.of(last);
        }
    }),

    KEEPS_NOTHING("Units.storeAll", right -> new RepositoryDecorator(right) {
        @Override
        public UnitOfWork unitOfWork() {
            return new UnitsDecorator(right.unitOfWork()) {
                @Override
                public <T> T perform(RequestContext context, Function<Unit, T> work) {
                    AtomicReference<T> result = new AtomicReference<>();
                    ScimException thrownAway = ScimException.preconditionFailed();
                    try {
                        super.<T>perform(context, unit -> {
                            result.set(work.apply(unit));
                            throw thrownAway;
                        });
                    } catch (ScimException failure) {
                        if (failure != thrownAway) {
                            throw failure;
                        }
                    }
                    return result.get();
                }
            };
        }
    }),

    STORES_CREATIONS_AT_ONCE("Units.storeNothingOfAFailure", Hasty::new),

    STORES_DELTAS_AT_ONCE("Units.keepMembersOfAFailure", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(outside(context), id, wanted, precondition, delta);
        }
    }),

    SHOWS_WHAT_IS_NOT_COMMITTED("Units.hideWhatIsNotCommitted", Hasty::new),

    SHOWS_A_UNIT_THE_OLD_STATE("Units.seeWhatTheyHaveWritten", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return super.find(outside(context), id, wanted);
        }
    }),

    SEARCHES_IN_THE_OLD_STATE("Units.seeWhatTheyHaveWritten", right -> new RepositoryDecorator(right) {
        @Override
        public QueryResult query(RequestContext context, Query query) {
            return super.query(outside(context), query);
        }
    }),

    COMMITS_INSIDE_OF_UNITS("Units.joinTheOneThatIsThere", right -> new RepositoryDecorator(right) {
        @Override
        public UnitOfWork unitOfWork() {
            return new UnitsDecorator(right.unitOfWork()) {
                @Override
                public <T> T perform(RequestContext context, Function<Unit, T> work) {
                    return super.perform(outside(context), work);
                }
            };
        }
    }),

    TELLS_BEFORE_THE_COMMIT("Units.runActionsAroundTheCommit", right -> new RepositoryDecorator(right) {
        @Override
        public UnitOfWork unitOfWork() {
            return new UnitsDecorator(right.unitOfWork()) {
                @Override
                void afterCommit(Unit unit, Runnable action) {
                    unit.beforeCommit(action);
                }
            };
        }
    }),

    DOES_TOO_LATE_WHAT_COMES_BEFORE("Units.runActionsAroundTheCommit", right -> new RepositoryDecorator(right) {
        @Override
        public UnitOfWork unitOfWork() {
            return new UnitsDecorator(right.unitOfWork()) {
                @Override
                void beforeCommit(Unit unit, Runnable action) {
                    unit.afterCommit(action);
                }
            };
        }
    }),

    OVERRULES_REFUSALS("Units.letActionsRefuse", right -> new RepositoryDecorator(right) {
        @Override
        public UnitOfWork unitOfWork() {
            return new UnitsDecorator(right.unitOfWork()) {
                @Override
                void beforeCommit(Unit unit, Runnable action) {
                    unit.beforeCommit(() -> {
                        try {
                            action.run();
                        } catch (ScimException refusal) {
                            assert refusal != null;
                        }
                    });
                }
            };
        }
    }),

    GIVES_UP_AT_ONCE("Units.repeatWhatMetAnother", right -> new RepositoryDecorator(right) {
        @Override
        public UnitOfWork unitOfWork() {
            return new UnitsDecorator(right.unitOfWork()) {
                @Override
                public <T> T perform(RequestContext context, Function<Unit, T> work) {
                    try {
                        return right.unitOfWork().performOnce(context, work);
                    } catch (ConflictException conflict) {
                        throw Retries.busy(conflict);
                    }
                }
            };
        }
    }),

    TELLS_OF_WHAT_WAS_THROWN_AWAY("Units.repeatWhatMetAnother", right -> new RepositoryDecorator(right) {
        @Override
        public UnitOfWork unitOfWork() {
            return new UnitsDecorator(right.unitOfWork()) {
                @Override
                void afterCommit(Unit unit, Runnable action) {
                    action.run();
                }
            };
        }
    }),

    LOSES_CHANGES_IN_UNITS("Units.loseNoChange", Unlocked::new),

    HOLDS_NOTHING("Units.holdReferences", right -> new RepositoryDecorator(right) {
        @Override
        public Set<String> hold(RequestContext context, Set<String> ids) {
            return super.displayNames(context, ids).keySet();
        }
    }),

    HOLDS_EVERYBODY("Units.holdReferences", right -> new RepositoryDecorator(right) {
        @Override
        public Set<String> hold(RequestContext context, Set<String> ids) {
            super.hold(context, ids);
            return ids;
        }
    }),

    LOOKS_AT_DETAILS_THOUGH_IT_DENIES_IT("Deltas.lookAtNoDetails", right -> new RepositoryDecorator(right) {
        @Override
        public boolean looksAtDetails(BoundPath list) {
            return false;
        }
    }),

    SAYS_THAT_IT_LOOKS_AT_WHO_IS_ADDED("Deltas.lookAtWhoIsAdded", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<ValuesDeltas> lookingAt(BoundPath list, List<ResourceRepository> targets) {
            return Optional.of(new RepositoryDecorator(right) {
                @Override
                public boolean looksAtDetails(BoundPath of) {
                    return false;
                }
            });
        }
    }),

    HOLDS_NOBODY_WHOM_DELTAS_ADD("Units.holdWhatDeltasAdd", right -> new RepositoryDecorator(right) {
        @Override
        public boolean holdsAdded(ValuesDelta delta) {
            return true;
        }

        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            RequestContext apart = RequestContext.of("apart").inTenant(context.tenant());
            return super.applyDelta(apart, id, wanted, precondition, delta);
        }
    }),

    ADDS_WHO_IS_GONE("Units.refuseDeltasToNobody", right -> new RepositoryDecorator(right) {
        @Override
        public boolean holdsAdded(ValuesDelta delta) {
            return true;
        }
    }),

    TAKES_ANYBODY("Memberships.areOfWhoExists", right -> new RepositoryDecorator(right) {
        @Override
        public boolean takesOnlyWhoExists() {
            return true;
        }
    }),

    FINDS_ANOTHER_STATE_LOCKED("Locks.findWhatIsThere", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
            return super.findLocked(context, id, wanted).map(found -> reversioned(found, "0"));
        }
    }),

    LOCKS_NOTHING("Locks.keepOthersFromWriting", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
            return super.find(context, id, wanted);
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
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return super.delete(context.inTenant(RequestContext.SINGLE_TENANT), id, wanted, precondition);
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
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, precondition, delta)
                    .map(applied -> AppliedDelta.of(
                            applied.before(),
                            applied.after(),
                            delta.added().keySet(),
                            delta.removed(),
                            applied.merged()));
        }
    }),

    REMOVES_EVERYBODY("Deltas.addAndRemove", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            if (!delta.removed().isEmpty()) {
                Resource read = find(context, id, wanted).orElseThrow();
                update(context, read, delta.list().withAttributeValue(read.attributes(), null), wanted);
            }
            return super.applyDelta(context, id, wanted, precondition, delta);
        }
    }),

    KEEPS_THE_VERSION_IN_DELTAS("Deltas.giveANewVersion", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, precondition, delta)
                    .map(applied -> reversionedAfter(applied, "1"));
        }
    }),

    GIVES_A_VERSION_FOR_NO_DELTA("Deltas.keepMetaWhenNothingChanges", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, precondition, delta)
                    .map(applied ->
                            reversionedAfter(applied, applied.after().meta().version() + "x"));
        }
    }),

    CHOKES_ON_AN_EMPTY_DELTA("Deltas.changeNothingForNobody", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            if (delta.added().isEmpty() && delta.removed().isEmpty()) {
                throw ScimException.withStatus(500, "a statement that writes nothing is none");
            }
            return super.applyDelta(context, id, wanted, precondition, delta);
        }
    }),

    REPLACES_MEMBERS("Deltas.leaveAMemberAsItIs", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            super.applyDelta(
                    context,
                    id,
                    wanted,
                    precondition,
                    ValuesDelta.of(delta.list(), Map.of(), delta.added().keySet()));
            return super.applyDelta(context, id, wanted, precondition, delta);
        }
    }),

    IGNORES_PRECONDITIONS_OF_DELTAS("Deltas.checkThePrecondition", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, Precondition.NONE, delta);
        }
    }),

    SHOWS_PRECONDITIONS_OF_DELTAS_NOTHING(
            "Deltas.readWhatThePreconditionWants", right -> new RepositoryDecorator(right) {
                @Override
                public Optional<AppliedDelta> applyDelta(
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
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context.inTenant(RequestContext.SINGLE_TENANT), id, wanted, precondition, delta);
        }
    }),

    LOSES_DELTAS("Deltas.loseNoMember", right -> new RepositoryDecorator(right) {
        private final Meeting meeting = new Meeting();

        @Override
        public Optional<AppliedDelta> applyDelta(
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
            return Optional.of(AppliedDelta.of(
                    current,
                    overwritten(context, current, next, wanted),
                    delta.added().keySet(),
                    delta.removed(),
                    Set.of()));
        }
    }),

    MERGES_NOTHING("Deltas.mergeDetails", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, precondition, delta.withDetailed(Set.of()));
        }
    }),

    SHOWS_PRECONDITIONS_OF_DELTAS_TOO_LITTLE("Deltas.checkThePrecondition", right -> new RepositoryDecorator(right) {
        @Override
        public Optional<AppliedDelta> applyDelta(
                RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
            return super.applyDelta(context, id, wanted, current -> precondition.check(read(current, wanted)), delta);
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
        public Optional<AppliedDelta> applyDelta(
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
        public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
            return List.of();
        }
    }),

    LETS_MEMBERS_LEAVE_SILENTLY("Memberships.endWithTheMember", right -> new RepositoryDecorator(right) {
        @Override
        public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
            super.memberDeleted(context, type, memberId);
            return List.of();
        }
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
        public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
            return super.memberDeleted(context, ContractTypes.user(), memberId);
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

    private static AppliedDelta reversionedAfter(AppliedDelta applied, String version) {
        return AppliedDelta.of(
                applied.before(),
                reversioned(applied.after(), version),
                applied.added(),
                applied.removed(),
                applied.merged());
    }

    private static RequestContext outside(RequestContext context) {
        return context.inTenant(context.tenant());
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
            return super.query(
                    context,
                    Query.builder(query.page())
                            .filter(other)
                            .sort(query.sort())
                            .wanted(query.wanted())
                            .build());
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
                    : QueryResult.builder(reordered(result.resources(), query.sort()))
                            .totalResults(result.totalResults())
                            .build();
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
                            ? Query.builder(other.apply(index))
                                    .filter(query.filter())
                                    .sort(query.sort())
                                    .wanted(query.wanted())
                                    .build()
                            : query);
        }
    }

    /** Says another version than it should. */
    private abstract static class Reversioning extends RepositoryDecorator {

        Reversioning(InMemoryRepository right) {
            super(right);
        }

        abstract Resource reversioned(Resource updated);

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            return reversioned(super.update(context, read, changed, wanted));
        }
    }

    /** Leaves unread what is not wanted, and stores it as unassigned. */
    private static final class Forgetful extends RepositoryDecorator {

        Forgetful(InMemoryRepository right) {
            super(right);
        }

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            Attributes kept = changed;
            for (AttributeDefinition attribute : type().definition().subAttributes()) {
                kept = wanted.includes(attribute) ? kept : kept.with(attribute, null);
            }
            return super.update(context, read, kept, wanted);
        }
    }

    /** Others write between what it reads and what it writes, and it writes over that. */
    private static final class Unlocked extends RepositoryDecorator {

        private final Meeting meeting = new Meeting();

        Unlocked(InMemoryRepository right) {
            super(right);
        }

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            meeting.join();
            return overwritten(context, read, changed, wanted);
        }
    }

    /** Creates without waiting for the commit of the unit. */
    private static final class Hasty extends RepositoryDecorator {

        Hasty(InMemoryRepository right) {
            super(right);
        }

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return super.create(outside(context), attributes);
        }
    }

    /** Units that break a promise. */
    private static class UnitsDecorator implements UnitOfWork {

        private final UnitOfWork right;

        UnitsDecorator(UnitOfWork right) {
            this.right = right;
        }

        @Override
        public <T> T perform(RequestContext context, Function<Unit, T> work) {
            return right.perform(context, unit -> work.apply(new Wrapped(unit)));
        }

        void beforeCommit(Unit unit, Runnable action) {
            unit.beforeCommit(action);
        }

        void afterCommit(Unit unit, Runnable action) {
            unit.afterCommit(action);
        }

        private final class Wrapped implements Unit {

            private final Unit unit;

            Wrapped(Unit unit) {
                this.unit = unit;
            }

            @Override
            public String id() {
                return unit.id();
            }

            @Override
            public int attempt() {
                return unit.attempt();
            }

            @Override
            public boolean isAtomic() {
                return unit.isAtomic();
            }

            @Override
            public Optional<SqlExecutor> sql() {
                return unit.sql();
            }

            @Override
            public void beforeCommit(Runnable action) {
                UnitsDecorator.this.beforeCommit(unit, action);
            }

            @Override
            public void afterCommit(Runnable action) {
                UnitsDecorator.this.afterCommit(unit, action);
            }

            @Override
            public <T> Optional<T> handle(Class<T> type) {
                return unit.handle(type);
            }
        }
    }
}
