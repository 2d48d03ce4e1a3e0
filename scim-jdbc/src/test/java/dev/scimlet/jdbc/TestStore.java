package dev.scimlet.jdbc;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.MemberRepository;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.memory.InMemoryStore;
import dev.scimlet.spi.sql.ConnectionSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Users and groups in one store, with watchers of what the service calls. */
record TestStore(Repository users, Repository groups) {

    static final ResourceType USER = StandardTypes.user();
    static final ResourceType GROUP = StandardTypes.group();

    /** All abilities of our repositories. */
    interface Repository
            extends ResourceRepository,
                    ResourceRepository.Locking,
                    UnitOfWork.Participant,
                    ValuesDeltas,
                    MembershipSource,
                    MemberRepository,
                    ReferenceSource {}

    /** Is told of each call after it was made; what it throws the caller gets. */
    @FunctionalInterface
    interface Watcher {
        void called(String method);
    }

    static TestStore inMemory() {
        InMemoryStore store = new InMemoryStore();
        return of(
                store.repository(USER).build(),
                store.repository(GROUP).memberships("members").build());
    }

    /** In own tables, which are created. */
    static TestStore in(DataSource dataSource) {
        return in(ConnectionSource.of(dataSource));
    }

    /** In own tables, which are created. */
    static TestStore in(ConnectionSource connections) {
        JdbcRepository users = JdbcRepository.inOwnTables(USER, connections).build();
        JdbcRepository groups = JdbcRepository.inOwnTables(GROUP, connections).build();
        users.createTables();
        groups.createTables();
        return of(users, groups);
    }

    /** In an application's tables, which are there. */
    static TestStore inTables(DataSource dataSource) {
        return of(
                TestUsers.users(dataSource).build(),
                TestUsers.groups(dataSource).build());
    }

    static TestStore of(ResourceRepository users, ResourceRepository groups) {
        return new TestStore(watched(users, method -> {}), watched(groups, method -> {}));
    }

    private static Repository watched(ResourceRepository target, Watcher watcher) {
        return (Repository) Proxy.newProxyInstance(
                Repository.class.getClassLoader(), new Class<?>[] {Repository.class}, new Watched(target, watcher));
    }

    private record Watched(ResourceRepository target, Watcher watcher) implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
            if (method.getName().equals("withMembershipsOf")) {
                return reader((MembershipSource) arguments[0]);
            }
            if (method.getName().equals("createsNonMembers")) {
                return target instanceof MemberRepository members && members.createsNonMembers();
            }
            Object result;
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
            watcher.called(method.getName());
            return result;
        }

        /** What reads memberships is watched too, and knows the source behind its watcher. */
        private Optional<ResourceRepository> reader(MembershipSource source) {
            MembershipSource behind = Proxy.isProxyClass(source.getClass())
                            && Proxy.getInvocationHandler(source) instanceof Watched watched
                            && watched.target instanceof MembershipSource watchedSource
                    ? watchedSource
                    : source;
            return target instanceof MemberRepository members
                    ? members.withMembershipsOf(behind).map(reader -> watched(reader, watcher))
                    : Optional.empty();
        }
    }

    /** The same store, whose users are watched. */
    TestStore watchingUsers(Watcher watcher) {
        return new TestStore(watched(users, watcher), groups);
    }

    /** The same store, whose groups are watched. */
    TestStore watchingGroups(Watcher watcher) {
        return new TestStore(users, watched(groups, watcher));
    }

    ScimService.Builder service() {
        return ScimService.builder().repositories(users, groups);
    }
}
