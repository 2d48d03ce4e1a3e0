package dev.scimlet.directory.guide;

import dev.scimlet.directory.AuthenticationMethod;
import dev.scimlet.directory.IdentityProvider;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How one identity provider is connected, from its administrator's side. Immutable; {@link ProviderGuides} has them. */
public final class ProviderGuide {

    private final IdentityProvider provider;
    private final String name;
    private final String summary;
    private final List<Way> ways;
    private final List<String> notes;

    ProviderGuide(IdentityProvider provider, String name, String summary, List<Way> ways, List<String> notes) {
        this.provider = provider;
        this.name = name;
        this.summary = summary;
        this.ways = List.copyOf(ways);
        this.notes = List.copyOf(notes);
    }

    /** Whose guide it is. */
    public IdentityProvider provider() {
        return provider;
    }

    /** What the provider is called. */
    public String name() {
        return name;
    }

    /** A name for addresses, such as {@code entra-id}. */
    public String slug() {
        return provider.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it provisions, and how it authenticates, in a sentence or two. */
    public String summary() {
        return summary;
    }

    /** The ways in which it can authenticate to a directory, the best one first. */
    public List<Way> ways() {
        return ways;
    }

    /** What the methods of all its ways are: what a directory of this provider has to allow at most. */
    public Set<AuthenticationMethod> methods() {
        Set<AuthenticationMethod> methods = new LinkedHashSet<>();
        ways.forEach(way -> methods.addAll(way.methods()));
        return methods;
    }

    /** What is good to know, each a sentence or two. */
    public List<String> notes() {
        return notes;
    }

    /** The same with the values of one directory. */
    public ProviderGuide with(ConnectionValues values) {
        return new ProviderGuide(
                provider,
                name,
                summary,
                ways.stream().map(way -> way.with(values)).toList(),
                notes);
    }

    @Override
    public String toString() {
        return "guide to " + name;
    }
}
