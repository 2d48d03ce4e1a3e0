package dev.scimlet.examples.mediusflow.account;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who works with invoices. Texts that nobody has given are empty.
 *
 * @param managerId the id of another account, which may arrive later
 * @param customTexts the five texts that a customer uses as it likes
 * @param version counts the changes
 */
public record Account(
        String id,
        String loginName,
        Name name,
        String workEmail,
        boolean enabled,
        String externalId,
        String managerId,
        String managerName,
        SignIn signIn,
        List<String> customTexts,
        String locale,
        long version,
        Instant created,
        Instant updated) {

    public Account {
        customTexts = List.copyOf(customTexts);
    }

    /** What to call this account where there is room for one name. */
    public String title() {
        if (!name.display().isEmpty()) {
            return name.display();
        }
        return name.formatted().isEmpty() ? loginName : name.formatted();
    }

    public record Name(String display, String given, String family, String formatted) {}

    /** How the account signs in: which provider vouches for it under which name, and which configuration it gets. */
    public record SignIn(String identityProvider, String nameIdentifier, String configurationFilter) {}
}
