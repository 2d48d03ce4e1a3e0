package dev.scimlet.core.patch;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operations without the secrets that later ones replace. Nothing can look at a secret in between, and the later value is
 * written whatever was there, so the result is the same. Lists are left alone: which of their entries a later operation
 * meets is known only when it is applied.
 */
final class LastingSecrets {

    private final Set<BoundPath> replaced = new HashSet<>();

    private LastingSecrets() {}

    static List<PatchOperation> of(List<PatchOperation> operations) {
        LastingSecrets lasting = new LastingSecrets();
        Deque<PatchOperation> kept = new ArrayDeque<>(operations.size());
        for (int i = operations.size() - 1; i >= 0; i--) {
            PatchOperation rest = lasting.rest(operations.get(i));
            if (rest != null) {
                kept.addFirst(rest);
            }
        }
        return List.copyOf(kept);
    }

    /** What an operation does that no later one undoes, or null if that is nothing. */
    private @Nullable PatchOperation rest(PatchOperation operation) {
        if (operation instanceof PatchOperation.Add add) {
            Object rest = rest(add.path(), add.value());
            boolean same = rest == add.value();
            return same ? add : rest == null ? null : new PatchOperation.Add(add.path(), rest);
        }
        if (operation instanceof PatchOperation.Replace replace) {
            Object rest = rest(replace.path(), replace.value());
            boolean same = rest == replace.value();
            return same ? replace : rest == null ? null : new PatchOperation.Replace(replace.path(), rest);
        }
        return operation;
    }

    private @Nullable Object rest(BoundPath path, @Nullable Object value) {
        AttributeDefinition attribute = path.attribute();
        if (attribute == null || attribute.multiValued()) {
            return value;
        }
        if (value instanceof String && isSecret(path.target())) {
            return replaced.add(path) ? value : null;
        }
        return value instanceof Partial partial && attribute.holdsSecrets() ? rest(path, partial) : value;
    }

    private Partial rest(BoundPath path, Partial partial) {
        Attributes given = partial.given();
        for (AttributeDefinition part : given.definition().subAttributes()) {
            boolean secret = !part.multiValued() && isSecret(part) && given.get(part) != null;
            if (secret && !replaced.add(path.part(part))) {
                given = given.with(part, null);
            }
        }
        return given == partial.given() ? partial : new Partial(given, partial.cleared());
    }

    private static boolean isSecret(AttributeDefinition attribute) {
        return attribute.mutability() == Mutability.WRITE_ONLY;
    }
}
