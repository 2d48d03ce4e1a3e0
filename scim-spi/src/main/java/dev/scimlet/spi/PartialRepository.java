package dev.scimlet.spi;

import dev.scimlet.core.resource.Attributes;
import java.util.Set;

/**
 * An ability of a repository that keeps a part of what its type can say: it tells what it will not keep, so that the
 * service can tell the host of what was ignored.
 */
public interface PartialRepository {

    /**
     * What of some attributes is ignored when they are stored, because the application chose that.
     *
     * @return paths, such as {@code emails[type eq "other"]}; empty if everything is kept, or refused
     */
    Set<String> ignored(Attributes attributes);

    /**
     * What a resource holds once some attributes were stored: those without what is ignored, and with what follows from
     * them, such as an address that is the user name. The contract test compares with it what a store returns.
     */
    default Attributes kept(Attributes attributes) {
        return attributes;
    }
}
