package dev.scimlet.examples.clienttrials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.scim2.client.ScimService;
import com.unboundid.scim2.common.exceptions.NotModifiedException;
import com.unboundid.scim2.common.exceptions.PreconditionFailedException;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.messages.ListResponse;
import com.unboundid.scim2.common.messages.PatchOperation;
import com.unboundid.scim2.common.messages.SortOrder;
import com.unboundid.scim2.common.types.Email;
import com.unboundid.scim2.common.types.EnterpriseUserExtension;
import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.common.types.Member;
import com.unboundid.scim2.common.types.Name;
import com.unboundid.scim2.common.types.ResourceTypeResource;
import com.unboundid.scim2.common.types.SchemaResource;
import com.unboundid.scim2.common.types.ServiceProviderConfigResource;
import com.unboundid.scim2.common.types.UserResource;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.jnh.connector.JavaNetHttpConnectorProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client of the UnboundID SCIM 2 SDK. It knows no Bulk. */
class UnboundIdClientTest {

    private static TrialServer server;
    private static Client http;
    private static ScimService client;

    @BeforeAll
    static void start() throws Exception {
        server = new TrialServer();
        // HttpURLConnection, which Jersey stands on otherwise, knows no PATCH
        http = ClientBuilder.newClient(new ClientConfig().connectorProvider(new JavaNetHttpConnectorProvider()));
        client = new ScimService(http.target(server.baseUrl()).register((jakarta.ws.rs.client.ClientRequestFilter)
                request -> request.getHeaders().putSingle("Authorization", server.authorization())));
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    @AfterEach
    void deleteAll() throws ScimException {
        for (GroupResource group : client.search("Groups", null, GroupResource.class)) {
            client.delete(group);
        }
        for (UserResource user : client.search("Users", null, UserResource.class)) {
            client.delete(user);
        }
    }

    private static UserResource user(String userName) throws ScimException {
        return client.create(
                "Users",
                new UserResource()
                        .setUserName(userName)
                        .setName(new Name().setFamilyName("Jensen").setGivenName(userName))
                        .setEmails(
                                new Email().setValue(userName + "@example.com").setType("work")));
    }

    @Test
    void readsTheConfiguration() throws ScimException {
        ServiceProviderConfigResource config = client.getServiceProviderConfig();

        assertThat(config.getPatch().isSupported()).isTrue();
        assertThat(config.getBulk().getMaxOperations()).isPositive();
        assertThat(config.getFilter().getMaxResults()).isPositive();
        assertThat(config.getEtag().isSupported()).isTrue();
        assertThat(config.getAuthenticationSchemes()).hasSize(1);
        assertThat(config.getMeta().getLocation().isAbsolute()).isTrue();
    }

    @Test
    void readsTypesAndSchemas() throws ScimException {
        for (ResourceTypeResource type : client.getResourceTypes()) {
            assertThat(client.getResourceType(type.getId())).isEqualTo(type);
            assertThat(client.getSchema(type.getSchema().toString()).getAttributes())
                    .isNotEmpty();
        }
        for (SchemaResource schema : client.getSchemas()) {
            assertThat(client.getSchema(schema.getId())).isEqualTo(schema);
        }
    }

    @Test
    void createsReadsReplacesAndDeletes() throws ScimException {
        UserResource created = user("bjensen");
        assertThat(created.getMeta().getLocation().toString())
                .isEqualTo(server.baseUrl() + "/Users/" + created.getId());

        assertThat(client.retrieve(created)).isEqualTo(created);
        assertThat(client.retrieve("Users", created.getId(), UserResource.class))
                .isEqualTo(created);
        assertThat(client.retrieve(created.getMeta().getLocation(), UserResource.class))
                .isEqualTo(created);

        UserResource replaced = client.replace(created.setTitle("Tour Guide"));
        assertThat(replaced.getTitle()).isEqualTo("Tour Guide");
        assertThat(replaced.getMeta().getVersion())
                .isNotEqualTo(created.getMeta().getVersion());

        client.delete(replaced);
        assertThatThrownBy(() -> client.retrieve(created)).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void keepsExtensions() throws ScimException {
        UserResource user = new UserResource().setUserName("bjensen");
        user.setExtension(new EnterpriseUserExtension().setEmployeeNumber("701984"));

        UserResource read = client.retrieve(client.create("Users", user));

        assertThat(read.getExtension(EnterpriseUserExtension.class).getEmployeeNumber())
                .isEqualTo("701984");
        assertThat(read.getSchemaUrns()).hasSize(2);
    }

    @Test
    void findsSortsAndPages() throws ScimException {
        for (String name : List.of("c", "a", "d", "b")) {
            user(name);
        }

        ListResponse<UserResource> page = client.searchRequest("Users")
                .filter("userName lt \"d\" and emails[type eq \"work\" and value ew \"example.com\"]")
                .sort("userName", SortOrder.DESCENDING)
                .page(2, 2)
                .attributes("userName")
                .invoke(UserResource.class);
        assertThat(page.getTotalResults()).isEqualTo(3);
        assertThat(page.getStartIndex()).isEqualTo(2);
        assertThat(page.getItemsPerPage()).isEqualTo(2);
        assertThat(page.getResources()).extracting(UserResource::getUserName).containsExactly("b", "a");
        assertThat(page.getResources().get(0).getEmails()).isNullOrEmpty();

        ListResponse<UserResource> posted = client.searchRequest("Users")
                .filter("userName eq \"a\"")
                .excludedAttributes("emails")
                .invokePost(UserResource.class);
        assertThat(posted.getResources()).hasSize(1);
        assertThat(client.search("Users", "userName eq \"nobody\"", UserResource.class)
                        .getResources())
                .isEmpty();
    }

    @Test
    void walksByCursor() throws ScimException {
        for (String name : List.of("a", "b", "c")) {
            user(name);
        }

        List<String> seen = new ArrayList<>();
        ListResponse<UserResource> page =
                client.searchRequest("Users").firstPageCursorWithCount(2).invoke(UserResource.class);
        page.forEach(found -> seen.add(found.getUserName()));
        while (page.getNextCursor() != null) {
            page = client.searchRequest("Users")
                    .pageWithCursor(page.getNextCursor(), 2)
                    .invoke(UserResource.class);
            page.forEach(found -> seen.add(found.getUserName()));
        }
        assertThat(seen).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void patches() throws ScimException {
        UserResource created = user("bjensen");

        UserResource patched = client.modifyRequest(created)
                .replaceValue("name.givenName", "Barbara")
                .addValues("emails", new Email().setValue("home@example.com").setType("home"))
                .removeValues("emails[type eq \"work\"]")
                .addOperation(PatchOperation.replace("active", true))
                .invoke();

        assertThat(patched.getName().getGivenName()).isEqualTo("Barbara");
        assertThat(patched.getName().getFamilyName()).isEqualTo("Jensen");
        assertThat(patched.getEmails()).extracting(Email::getType).containsExactly("home");
        assertThat(patched.getActive()).isTrue();
        assertThat(client.retrieve(patched)).isEqualTo(patched);
    }

    @Test
    void groupsHaveMembers() throws ScimException {
        UserResource user = user("bjensen");
        GroupResource group = client.create(
                "Groups",
                new GroupResource().setDisplayName("Tour Guides").setMembers(new Member().setValue(user.getId())));

        Member member = group.getMembers().get(0);
        assertThat(member.getType()).isEqualTo("User");
        assertThat(client.retrieve(member.getRef(), UserResource.class).getId()).isEqualTo(user.getId());
        assertThat(client.retrieve(user).getGroups())
                .extracting(com.unboundid.scim2.common.types.Group::getValue)
                .containsExactly(group.getId());

        GroupResource emptied = client.modifyRequest(group)
                .removeValues("members[value eq \"" + user.getId() + "\"]")
                .invoke();
        assertThat(emptied.getMembers()).isNullOrEmpty();
    }

    @Test
    void entityTagsWork() throws ScimException {
        UserResource first = user("bjensen");
        UserResource second = client.replaceRequest(client.retrieve(first).setTitle("x"))
                .ifMatch()
                .invoke();

        assertThatThrownBy(() ->
                        client.replaceRequest(first.setTitle("y")).ifMatch().invoke())
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> client.retrieveRequest(second).ifNoneMatch().invoke())
                .isInstanceOf(NotModifiedException.class);
    }

    @Test
    void understandsErrors() throws ScimException {
        user("bjensen");

        assertThatThrownBy(() -> user("BJensen"))
                .isInstanceOf(ResourceConflictException.class)
                .satisfies(error -> assertThat(
                                ((ScimException) error).getScimError().getScimType())
                        .isEqualTo("uniqueness"));
        assertThatThrownBy(() -> client.search("Users", "shoeSize eq 44", UserResource.class))
                .isInstanceOf(ScimException.class)
                .satisfies(error -> {
                    var said = ((ScimException) error).getScimError();
                    assertThat(said.getStatus()).isEqualTo(400);
                    assertThat(said.getScimType()).isEqualTo("invalidFilter");
                    assertThat(said.getDetail()).contains("shoeSize");
                });
    }
}
