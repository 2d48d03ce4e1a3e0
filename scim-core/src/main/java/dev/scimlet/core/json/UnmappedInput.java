package dev.scimlet.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What clients send that the whole type has and the application does not keep ({@link ResourceType#whole()}): refused by
 * its name, or ignored and told if the application chose that.
 */
final class UnmappedInput {

    private static final String PASSWORD = "password";

    private static final String NO_PASSWORDS = "'password' is not taken: this service provider keeps no passwords";

    private final ResourceType type;

    /** What the application keeps, what is hidden from this client too: to it, that is unknown and not unmapped. */
    private final PathBinder kept;

    private final @Nullable PathBinder whole;
    private final ClientProfile profile;
    private final Consumer<String> told;
    private final Runnable passedOver;
    private final PasswordHandling passwords;

    private UnmappedInput(
            ResourceType type,
            PathBinder kept,
            @Nullable PathBinder whole,
            ClientProfile profile,
            Consumer<String> told,
            Runnable passedOver,
            PasswordHandling passwords) {
        this.type = type;
        this.kept = kept;
        this.whole = whole;
        this.profile = profile;
        this.told = told;
        this.passedOver = passedOver;
        this.passwords = passwords;
    }

    static UnmappedInput of(ResourceType type, ClientProfile profile, PasswordHandling passwords) {
        PathBinder whole = type.whole()
                .map(other -> new PathBinder(other.definition(), profile))
                .orElse(null);
        return new UnmappedInput(
                type, new PathBinder(type.definition(), profile), whole, profile, path -> {}, () -> {}, passwords);
    }

    /** The same for one request, which wants to know the paths that are ignored, and how often something that nobody knows is passed over. */
    UnmappedInput telling(Consumer<String> listener, Runnable unknown) {
        return new UnmappedInput(type, kept, whole, profile, listener, unknown, passwords);
    }

    /** Something that nobody knows is passed over. Its name is not told: it may be any text of the client. */
    void passOver() {
        passedOver.run();
    }

    /** Whether the URN is that of an extension of the whole type. */
    boolean knowsExtension(String urn) {
        return type.extension(urn).isEmpty()
                && type.whole().flatMap(other -> other.extension(urn)).isPresent();
    }

    private boolean isPassword(String path) {
        return passwords != PasswordHandling.ACCEPT
                && path.regionMatches(true, path.length() - PASSWORD.length(), PASSWORD, 0, PASSWORD.length())
                && path(kept, path)
                        .filter(found -> found.topLevel().name().equalsIgnoreCase(PASSWORD))
                        .isPresent();
    }

    private Optional<BoundPath> find(String path) {
        if (whole == null || !mayBeKnown(whole, path)) {
            return Optional.empty();
        }
        return path(whole, path).filter(found -> path(kept, path).isEmpty());
    }

    /** Clients make up names: what no attribute can be called is not parsed. */
    private static boolean mayBeKnown(PathBinder binder, String path) {
        int bracket = path.indexOf('[');
        String name = bracket < 0 ? path : path.substring(0, bracket);
        return binder.isName(name) && binder.attribute(name).isPresent();
    }

    private static Optional<BoundPath> path(PathBinder binder, String path) {
        try {
            return Optional.of(binder.path(path));
        } catch (ScimException none) {
            return Optional.empty();
        }
    }

    /**
     * Reads over a member that the application does not keep. The parser stands at its value, and at the end of it
     * afterwards.
     *
     * @return whether the whole type has it; if not, nothing was read
     */
    boolean takes(JsonParser parser, String path, Faults faults) throws IOException {
        if (isPassword(path)) {
            parser.skipChildren();
            if (passwords == PasswordHandling.IGNORE) {
                told.accept(PASSWORD);
            } else {
                faults.add(ErrorType.INVALID_SYNTAX, NO_PASSWORDS);
            }
            return true;
        }
        BoundPath found = find(path).orElse(null);
        if (found == null) {
            return false;
        }
        if (holdsNothing(parser) || isReadOnly(found)) {
            return true;
        }
        if (isIgnored(found)) {
            told.accept(found.text());
        } else {
            faults.add(ErrorType.INVALID_VALUE, refusal(found));
        }
        return true;
    }

    private boolean isIgnored(BoundPath path) {
        return type.ignoresUnmapped() || isDescription(path) && profile.tolerates(Tolerance.IGNORE_UNKNOWN_ATTRIBUTES);
    }

    private static String refusal(BoundPath path) {
        return "'" + path.text() + "' is not kept by this application";
    }

    private static boolean isReadOnly(BoundPath path) {
        return path.target().mutability() == Mutability.READ_ONLY
                || path.attribute() != null && path.attribute().mutability() == Mutability.READ_ONLY;
    }

    /** RFC 7643 §2.4: what is said of an entry of a list beside its value. */
    private static boolean isDescription(BoundPath path) {
        AttributeDefinition list = path.attribute();
        AttributeDefinition part = path.subAttribute();
        return list != null
                && part != null
                && (list.multiValued() || list.isReference())
                && switch (part.name()) {
                    case "type", "primary", "display", "displayName", "$ref" -> true;
                    default -> false;
                };
    }

    /** Reads a value, and tells whether it says that there is none. */
    private boolean holdsNothing(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
            JsonToken first = parser.nextToken();
            int open = 1;
            for (JsonToken next = first; ; next = parser.nextToken()) {
                open += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
                if (open == 0) {
                    return next == first;
                }
            }
        }
        return token == JsonToken.VALUE_NULL
                || token == JsonToken.VALUE_STRING
                        && parser.getTextLength() == 0
                        && profile.tolerates(Tolerance.EMPTY_TEXT_IS_ABSENT);
    }

    /**
     * Tells of a path of a PATCH operation that the type lacks.
     *
     * @param fault what is wrong with the path as one of the type
     * @throws ScimException the fault, unless the application ignores what the whole type has at that path
     */
    void ignorePath(String path, ScimException fault) {
        if (isPassword(path)) {
            if (passwords == PasswordHandling.REFUSE) {
                throw ScimException.of(ErrorType.INVALID_SYNTAX, NO_PASSWORDS);
            }
            told.accept(PASSWORD);
            return;
        }
        BoundPath found = find(path).orElse(null);
        if (found == null) {
            throw fault;
        }
        if (isReadOnly(found)) {
            throw ScimException.of(ErrorType.MUTABILITY, "'" + found.text() + "' is readOnly");
        }
        if (!isIgnored(found)) {
            throw ScimException.of(ErrorType.INVALID_PATH, refusal(found));
        }
        told.accept(found.text());
    }
}
