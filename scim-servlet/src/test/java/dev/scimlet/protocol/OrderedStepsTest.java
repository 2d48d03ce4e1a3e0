package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A store without transactions keeps each step of an operation, also of one that fails at a later step. */
class OrderedStepsTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /** Without units. */
    private record Plain(InMemoryRepository all, boolean refusesDeletion, boolean findsManagers)
            implements ResourceRepository {

        Plain(InMemoryRepository all, boolean refusesDeletion) {
            this(all, refusesDeletion, true);
        }

        @Override
        public ResourceType type() {
            return all.type();
        }

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return all.create(context, attributes);
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return all.find(context, id, wanted);
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            if (!findsManagers
                    && query.filter() != null
                    && query.filter().text().contains("manager")) {
                throw ScimException.of(ErrorType.INVALID_FILTER, "this store does not search by managers");
            }
            return all.query(context, query);
        }

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            return all.update(context, read, changed, wanted);
        }

        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            if (refusesDeletion) {
                throw ScimException.withStatus(409, "somebody still needs it");
            }
            return all.delete(context, id, wanted, precondition);
        }
    }

    private final InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
    private final List<String> told = new ArrayList<>();

    private ScimService.Builder service(boolean refusesDeletion) {
        return ScimService.builder()
                .repositories(new Plain(users, refusesDeletion))
                .referentialIntegrity()
                .authenticator(request -> new Authentication.Accepted("tester", null))
                .onChange(event -> told.add(event.getClass().getSimpleName() + " "
                        + (event instanceof ResourceEvent.Changed changed
                                ? changed.after().string("userName").orElse("")
                                : "")));
    }

    private String bossOfOne() {
        RequestContext context = RequestContext.of("test");
        String boss = users.create(
                        context,
                        users.type().attributes().set("userName", "boss").build())
                .id();
        users.create(
                context,
                users.type()
                        .attributes()
                        .set("userName", "employee")
                        .set(ENTERPRISE + ":manager.value", boss)
                        .build());
        return "/Users/" + boss;
    }

    private static int delete(ScimService service, String path) {
        return service.handle(ScimRequest.builder("DELETE", path).build()).status();
    }

    @Test
    void letALeaverGoThoughTheStoreCannotSearchForReferencesToHer() {
        ScimService service = ScimService.builder()
                .repositories(new Plain(users, false, false))
                .referentialIntegrity()
                .authenticator(request -> new Authentication.Accepted("tester", null))
                .build();
        String boss = bossOfOne();

        assertThat(delete(service, boss)).isEqualTo(204);

        assertThat(delete(service, boss)).isEqualTo(404);
        assertThat(users.query(RequestContext.of("test"), Query.all(10)).resources())
                .singleElement()
                .satisfies(employee -> assertThat(employee.string(ENTERPRISE + ":manager.value"))
                        .isEmpty());
    }

    @Test
    void areToldWhenALaterOneFails() {
        assertThat(delete(service(true).build(), bossOfOne())).isEqualTo(409);

        assertThat(told).containsExactly("Changed employee");
    }

    @Test
    void areToldWhenAHookRefusesWhatIsStored() {
        ScimService refusing = service(false)
                .onChangeInUnit((event, unit) -> {
                    throw ScimException.withStatus(409, "no");
                })
                .build();

        assertThat(delete(refusing, bossOfOne())).isEqualTo(409);

        assertThat(told).containsExactly("Changed employee");
    }

    @Test
    void areToldOnceEach() {
        assertThat(delete(service(false).build(), bossOfOne())).isEqualTo(204);

        assertThat(told).containsExactly("Changed employee", "Deleted ");
    }
}
