package dev.scimlet.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientProfileTest {

    @Test
    void isEqualToEveryProfileWithTheSameTolerances() {
        ClientProfile added = ClientProfile.INTEROPERABLE.with(Tolerance.PATCH_NO_CONTENT);

        assertThat(added)
                .isEqualTo(ClientProfile.INTEROPERABLE.with(Tolerance.PATCH_NO_CONTENT))
                .hasSameHashCodeAs(ClientProfile.INTEROPERABLE.with(Tolerance.PATCH_NO_CONTENT))
                .isNotEqualTo(ClientProfile.INTEROPERABLE)
                .isNotEqualTo(ClientProfile.STRICT);
        assertThat(added.without(Tolerance.PATCH_NO_CONTENT))
                .isEqualTo(ClientProfile.INTEROPERABLE)
                .hasSameHashCodeAs(ClientProfile.INTEROPERABLE);
    }
}
