package dev.scimlet.core.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.ResourceType;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypedViewsTest {

    private static final ResourceType USER = StandardTypes.user();
    private static final ResourceType GROUP = StandardTypes.group();

    private static final Attributes BJENSEN = USER.attributes()
            .set("userName", "bjensen")
            .set("name.givenName", "Barbara")
            .set("active", true)
            .set("emails[type eq \"work\"].value", "bj@work.example")
            .add("emails", Map.of("value", "bj@home.example", "type", "home", "primary", true))
            .set("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "Tours")
            .set("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "7")
            .build();

    @Test
    void readsUsers() {
        User user = User.of(BJENSEN);

        assertThat(user.userName()).isEqualTo("bjensen");
        assertThat(user.givenName()).contains("Barbara");
        assertThat(user.familyName()).isEmpty();
        assertThat(user.active()).contains(true);
        assertThat(user.workEmail()).contains("bj@work.example");
        assertThat(user.primaryEmail()).contains("bj@home.example");
        assertThat(user.emails())
                .containsExactly(
                        new TypedValue("bj@work.example", Optional.of("work"), Optional.empty(), false),
                        new TypedValue("bj@home.example", Optional.of("home"), Optional.empty(), true));
        assertThat(user.enterprise().flatMap(EnterpriseUser::department)).contains("Tours");
        assertThat(user.enterprise().flatMap(EnterpriseUser::managerId)).contains("7");
    }

    @Test
    void readsGroups() {
        Group group = Group.of(GROUP.attributes()
                .set("displayName", "Guides")
                .add("members", Map.of("value", "1", "type", "User"))
                .build());

        assertThat(group.displayName()).isEqualTo("Guides");
        assertThat(group.members()).containsExactly(new Group.Member("1", Optional.of("User"), Optional.empty()));
    }

    @Test
    void refusesOtherTypes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Group.of(BJENSEN)).withMessageContaining("no Group");
    }

    @Test
    void namesTheMistakeInAPath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BJENSEN.string("name.shoeSize"))
                .withMessageContaining("name.shoeSize");
    }
}
