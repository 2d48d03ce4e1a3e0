package dev.scimlet.examples.clienttrials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import de.captaingoldfish.scim.sdk.client.ScimClientConfig;
import de.captaingoldfish.scim.sdk.client.ScimRequestBuilder;
import de.captaingoldfish.scim.sdk.client.resources.MetaConfiguration;
import de.captaingoldfish.scim.sdk.client.resources.ResourceType;
import de.captaingoldfish.scim.sdk.client.response.ServerResponse;
import de.captaingoldfish.scim.sdk.common.constants.EndpointPaths;
import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.constants.enums.PatchOp;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.resources.EnterpriseUser;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.Name;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Email;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Member;
import de.captaingoldfish.scim.sdk.common.response.BulkResponse;
import de.captaingoldfish.scim.sdk.common.response.BulkResponseOperation;
import de.captaingoldfish.scim.sdk.common.response.ErrorResponse;
import de.captaingoldfish.scim.sdk.common.response.ListResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client of Captain-P-Goldfish's SCIM-SDK. */
class CaptainGoldfishClientTest {

    private static TrialServer server;
    private static ScimRequestBuilder client;

    @BeforeAll
    static void start() throws Exception {
        server = new TrialServer();
        client = new ScimRequestBuilder(
                server.baseUrl(),
                ScimClientConfig.builder()
                        .httpHeaders(Map.of("Authorization", server.authorization()))
                        .build());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @AfterEach
    void deleteAll() {
        for (Group group :
                all(client.list(Group.class, EndpointPaths.GROUPS).get().sendRequest())) {
            client.delete(Group.class, EndpointPaths.GROUPS, group.getId().orElseThrow())
                    .sendRequest();
        }
        for (User user : all(client.list(User.class, EndpointPaths.USERS).get().sendRequest())) {
            client.delete(User.class, EndpointPaths.USERS, user.getId().orElseThrow())
                    .sendRequest();
        }
    }

    private static <T extends ResourceNode> List<T> all(ServerResponse<ListResponse<T>> response) {
        return read(response).getListedResources();
    }

    /** What the client took for an answer of SCIM, in status, headers and body. */
    private static <T extends de.captaingoldfish.scim.sdk.common.resources.base.ScimObjectNode> T read(
            ServerResponse<T> response) {
        assertThat(response.isValidScimResponse())
                .as(response.getResponseBody())
                .isTrue();
        assertThat(response.isSuccess()).as(response.getResponseBody()).isTrue();
        return response.getResource();
    }

    private static ErrorResponse refused(ServerResponse<?> response, int status) {
        assertThat(response.isValidScimResponse())
                .as(response.getResponseBody())
                .isTrue();
        assertThat(response.isSuccess()).isFalse();
        assertThat(response.getHttpStatus()).as(response.getResponseBody()).isEqualTo(status);
        return response.getErrorResponse();
    }

    private static User user(String userName) {
        User user = User.builder()
                .userName(userName)
                .name(Name.builder().familyName("Jensen").givenName(userName).build())
                .emails(List.of(Email.builder()
                        .value(userName + "@example.com")
                        .type("work")
                        .build()))
                .enterpriseUser(
                        EnterpriseUser.builder().employeeNumber("701984").build())
                .build();
        return read(
                client.create(User.class, EndpointPaths.USERS).setResource(user).sendRequest());
    }

    @Test
    void readsTheConfiguration() {
        ServiceProvider config = client.loadServiceProviderConfiguration();

        assertThat(config.getPatchConfig().isSupported()).isTrue();
        assertThat(config.getBulkConfig().getMaxOperations()).isPositive();
        assertThat(config.getFilterConfig().getMaxResults()).isPositive();
        assertThat(config.getAuthenticationSchemes()).hasSize(1);
    }

    @Test
    void readsTypesAndSchemas() {
        // what the client puts together of three answers has no headers that it could look at
        MetaConfiguration discovered =
                client.loadMetaConfiguration().sendRequest().getResource();

        assertThat(discovered.getResourceTypes())
                .extracting(ResourceType::getName)
                .containsExactly("User", "Group");
        assertThat(discovered.getSchemas())
                .allSatisfy(schema -> assertThat(schema.getAttributes()).isNotEmpty());
        assertThat(discovered.getSchemas()).hasSize(6);
    }

    @Test
    void createsReadsReplacesAndDeletes() {
        User created = user("bjensen");
        String id = created.getId().orElseThrow();
        assertThat(created.getMeta().orElseThrow().getLocation()).contains(server.baseUrl() + "/Users/" + id);
        assertThat(created.getEnterpriseUser().orElseThrow().getEmployeeNumber())
                .contains("701984");

        User read = read(client.get(User.class, EndpointPaths.USERS, id).sendRequest());
        assertThat(read).isEqualTo(created);

        read.setTitle("Tour Guide");
        User replaced = read(client.update(User.class, EndpointPaths.USERS, id)
                .setResource(read)
                .sendRequest());
        assertThat(replaced.getTitle()).contains("Tour Guide");

        ServerResponse<User> deleted =
                client.delete(User.class, EndpointPaths.USERS, id).sendRequest();
        assertThat(deleted.getHttpStatus()).isEqualTo(204);
        assertThat(deleted.isSuccess()).isTrue();
        assertThat(refused(client.get(User.class, EndpointPaths.USERS, id).sendRequest(), 404)
                        .getDetail())
                .isPresent();
    }

    @Test
    void findsSortsAndPages() {
        for (String name : List.of("c", "a", "d", "b")) {
            user(name);
        }
        ListResponse<User> page = read(client.list(User.class, EndpointPaths.USERS)
                .filter("userName", Comparator.LT, "d")
                .and("emails.type", Comparator.EQ, "work")
                .build()
                .sortBy("userName")
                .sortOrder(SortOrder.DESCENDING)
                .startIndex(2)
                .count(2)
                .attributes("userName")
                .get()
                .sendRequest());
        assertThat(page.getTotalResults()).isEqualTo(3);
        assertThat(page.getStartIndex()).isEqualTo(2);
        assertThat(page.getItemsPerPage()).isEqualTo(2);
        assertThat(page.getListedResources())
                .extracting(found -> found.getUserName().orElseThrow())
                .containsExactly("b", "a");

        ListResponse<User> posted = read(client.list(User.class, EndpointPaths.USERS)
                .filter("userName", Comparator.EQ, "a")
                .build()
                .post()
                .sendRequest());
        assertThat(posted.getListedResources()).hasSize(1);
        assertThat(all(client.list(User.class, EndpointPaths.USERS)
                        .filter("userName", Comparator.EQ, "nobody")
                        .build()
                        .get()
                        .sendRequest()))
                .isEmpty();
    }

    @Test
    void patches() {
        String id = user("bjensen").getId().orElseThrow();

        User patched = read(client.patch(User.class, EndpointPaths.USERS, id)
                .addOperation()
                .op(PatchOp.REPLACE)
                .path("name.givenName")
                .value("Barbara")
                .next()
                .op(PatchOp.ADD)
                .path("emails")
                .valueNode(
                        Email.builder().value("home@example.com").type("home").build())
                .next()
                .op(PatchOp.REMOVE)
                .path("emails[type eq \"work\"]")
                .build()
                .sendRequest());

        assertThat(patched.getName().orElseThrow().getGivenName()).contains("Barbara");
        assertThat(patched.getEmails())
                .extracting(email -> email.getType().orElseThrow())
                .containsExactly("home");
    }

    @Test
    void groupsHaveMembers() {
        String id = user("bjensen").getId().orElseThrow();
        Group created = read(client.create(Group.class, EndpointPaths.GROUPS)
                .setResource(Group.builder()
                        .displayName("Tour Guides")
                        .members(List.of(Member.builder().value(id).build()))
                        .build())
                .sendRequest());

        Member member = created.getMembers().get(0);
        assertThat(member.getType()).contains("User");
        assertThat(member.getRef()).contains(server.baseUrl() + "/Users/" + id);
        User read = read(client.get(User.class, EndpointPaths.USERS, id).sendRequest());
        assertThat(read.getGroups())
                .extracting(group -> group.getValue().orElseThrow())
                .containsExactly(created.getId().orElseThrow());
    }

    @Test
    void entityTagsWork() {
        User created = user("bjensen");
        String id = created.getId().orElseThrow();
        var version = created.getMeta().orElseThrow().getVersion().orElseThrow();
        assertThat(version.isWeak()).isTrue();

        ServerResponse<User> unchanged = client.get(User.class, EndpointPaths.USERS, id)
                .setETagForIfNoneMatch(version)
                .sendRequest();
        assertThat(unchanged.getHttpStatus()).isEqualTo(304);
        created.setTitle("x");
        read(client.update(User.class, EndpointPaths.USERS, id)
                .setETagForIfMatch(version)
                .setResource(created)
                .sendRequest());
        refused(
                client.update(User.class, EndpointPaths.USERS, id)
                        .setETagForIfMatch(version)
                        .setResource(created)
                        .sendRequest(),
                412);
        refused(
                client.delete(User.class, EndpointPaths.USERS, id)
                        .setETagForIfMatch(version)
                        .sendRequest(),
                412);
    }

    @Test
    void sendsManyOperationsAtOnce() {
        BulkResponse response = read(client.bulk()
                .bulkRequestOperation(EndpointPaths.GROUPS)
                .method(HttpMethod.POST)
                .bulkId("group")
                .data(Group.builder()
                        .displayName("Tour Guides")
                        .members(List.of(Member.builder().value("bulkId:user").build()))
                        .build())
                .next()
                .bulkRequestOperation(EndpointPaths.USERS)
                .method(HttpMethod.POST)
                .bulkId("user")
                .data(User.builder().userName("bjensen").build())
                .next()
                .bulkRequestOperation(EndpointPaths.USERS)
                .method(HttpMethod.POST)
                .bulkId("again")
                .data(User.builder().userName("BJensen").build())
                .sendRequest());

        assertThat(response.getBulkResponseOperations())
                .extracting(BulkResponseOperation::getStatus)
                .containsExactlyInAnyOrder(201, 201, 409);
        BulkResponseOperation group = response.getByBulkId("group").orElseThrow();
        assertThat(group.getLocation()).isPresent();
        assertThat(group.getVersion()).isPresent();
        ErrorResponse conflict = response.getByBulkId("again")
                .orElseThrow()
                .getResponse(ErrorResponse.class)
                .orElseThrow();
        assertThat(conflict.getScimType()).contains("uniqueness");
        Group read = all(client.list(Group.class, EndpointPaths.GROUPS).get().sendRequest())
                .get(0);
        assertThat(read.getMembers()).hasSize(1);
    }

    @Test
    void understandsErrors() {
        user("bjensen");

        ErrorResponse conflict = refused(
                client.create(User.class, EndpointPaths.USERS)
                        .setResource(User.builder().userName("BJensen").build())
                        .sendRequest(),
                409);
        assertThat(conflict.getScimType()).contains("uniqueness");
        ErrorResponse unknown = refused(
                client.list(User.class, EndpointPaths.USERS)
                        .filter("shoeSize eq 44")
                        .get()
                        .sendRequest(),
                400);
        assertThat(unknown.getScimType()).contains("invalidFilter");
        assertThat(unknown.getDetail().orElseThrow()).contains("shoeSize");
        assertThat(refused(
                                client.patch(
                                                User.class,
                                                EndpointPaths.USERS,
                                                user("other").getId().orElseThrow())
                                        .addOperation()
                                        .op(PatchOp.REPLACE)
                                        .path("id")
                                        .valueNode(new TextNode("mine"))
                                        .build()
                                        .sendRequest(),
                                400)
                        .getScimType())
                .contains("mutability");
    }
}
