package dev.scimlet.core.profile;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which habits of clients the service provider tolerates: a value for each {@link Tolerance}.
 *
 * <p>{@link #INTEROPERABLE} is the default. It tolerates what Entra ID and Okta, or two other clients, are known to need
 * and what can neither destroy data nor weaken security. {@link #STRICT} is the RFCs to the letter with their verified
 * errata, {@link #INTEROP_DRAFT} the interoperability profile that is being drafted. An application starts from one and changes single switches: {@code
 * ClientProfile.INTEROPERABLE.with(Tolerance.GROUP_PATCH_NO_CONTENT)}. Immutable.
 */
public final class ClientProfile {

    /** What the known clients need. */
    public static final ClientProfile INTEROPERABLE = new ClientProfile(
            "INTEROPERABLE",
            EnumSet.of(
                    Tolerance.PLUS_AS_BLANK,
                    Tolerance.TRAILING_SLASH,
                    Tolerance.ANONYMOUS_SERVICE_PROVIDER_CONFIG,
                    Tolerance.VALUE_PATH_SUB_ATTRIBUTE,
                    Tolerance.UNQUALIFIED_MANAGER,
                    Tolerance.TEXT_BOOLEANS,
                    Tolerance.TEXT_FOR_COMPLEX,
                    Tolerance.SINGLE_VALUE_FOR_LIST,
                    Tolerance.UNWRAP_LIST,
                    Tolerance.TEXT_NUMBERS,
                    Tolerance.NUMBER_FOR_TEXT,
                    Tolerance.VALUE_FILTER_ON_SINGLE,
                    Tolerance.EMPTY_TEXT_IS_ABSENT,
                    Tolerance.IGNORE_UNKNOWN_ATTRIBUTES,
                    Tolerance.IGNORE_UNKNOWN_SCHEMAS,
                    Tolerance.UNDECLARED_EXTENSIONS,
                    Tolerance.LOOSE_FORMATS,
                    Tolerance.ANY_USER_NAME,
                    Tolerance.EXTRA_SUB_ATTRIBUTES,
                    Tolerance.KEEP_ACTIVE_ON_PUT,
                    Tolerance.IGNORE_CHANGED_MEMBER_DETAILS,
                    Tolerance.ANY_CASE_OPERATIONS,
                    Tolerance.PATH_KEYS,
                    Tolerance.ADD_CREATES_MISSING_ENTRY,
                    Tolerance.REPLACE_CREATES_MISSING_ENTRY,
                    Tolerance.REMOVE_BY_VALUE,
                    Tolerance.IGNORE_ID_IN_PATCH_VALUE,
                    Tolerance.PATCH_WITHOUT_PATH,
                    Tolerance.WHOLE_ENTRY_PATH,
                    Tolerance.SEVERAL_MATCHES,
                    Tolerance.SINGLE_VALUE_FOR_ADD,
                    Tolerance.UNKNOWN_BY_PLACE));

    /** The RFCs to the letter. */
    public static final ClientProfile STRICT = new ClientProfile(
            "STRICT",
            EnumSet.of(
                    Tolerance.ANONYMOUS_SERVICE_PROVIDER_CONFIG,
                    Tolerance.PATCH_WITHOUT_PATH,
                    Tolerance.WHOLE_ENTRY_PATH,
                    Tolerance.SEVERAL_MATCHES,
                    Tolerance.SINGLE_VALUE_FOR_ADD,
                    Tolerance.UNKNOWN_BY_PLACE));

    /**
     * {@link #STRICT} and what draft-zollner-scim-interop-profile-01 (15 April 2026) wants beyond it, which IPSIE builds on. No
     * provider is known that keeps to it: Entra ID and Okta send PATCH operations without path, and Okta a password. So it is
     * chosen for a single directory, and not for a service.
     */
    public static final ClientProfile INTEROP_DRAFT = new ClientProfile(
            "INTEROP_DRAFT",
            EnumSet.of(Tolerance.ANONYMOUS_SERVICE_PROVIDER_CONFIG, Tolerance.REPLACE_COMPLEX_AS_WHOLE));

    private final String name;
    private final EnumSet<Tolerance> tolerances;
    private final int hash;

    private ClientProfile(String name, EnumSet<Tolerance> tolerances) {
        this.name = name;
        this.tolerances = tolerances.clone();
        this.hash = tolerances.hashCode();
    }

    /** Whether the habit is tolerated. */
    public boolean tolerates(Tolerance tolerance) {
        return tolerances.contains(tolerance);
    }

    /** This profile with one more tolerance. */
    public ClientProfile with(Tolerance tolerance) {
        return changed(tolerance, true);
    }

    /** This profile without one of its tolerances. */
    public ClientProfile without(Tolerance tolerance) {
        return changed(tolerance, false);
    }

    private ClientProfile changed(Tolerance tolerance, boolean on) {
        if (tolerates(tolerance) == on) {
            return this;
        }
        EnumSet<Tolerance> changed = tolerances.clone();
        if (on) {
            changed.add(tolerance);
        } else {
            changed.remove(tolerance);
        }
        return new ClientProfile(name + (on ? "+" : "-") + tolerance.switchName(), changed);
    }

    /** Everything that is tolerated. */
    public Set<Tolerance> tolerances() {
        return Collections.unmodifiableSet(tolerances);
    }

    /** The same tolerances, however the profile came by them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ClientProfile that && hash == that.hash && tolerances.equals(that.tolerances);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The name of the profile and what was changed. */
    @Override
    public String toString() {
        return name;
    }
}
