package dev.scimlet.directory;

import java.util.List;

/**
 * What a directory lacks for a level of IPSIE.
 *
 * @param level what was checked
 * @param missing what the library sees is not so, each a sentence that says how to mend it
 * @param duties what only the application can do, and has to sign for; the library cannot see it
 */
public record IpsieReport(Ipsie level, List<String> missing, List<String> duties) {

    /** Copies the lists. */
    public IpsieReport {
        missing = List.copyOf(missing);
        duties = List.copyOf(duties);
    }

    /** Whether nothing is missing that the library can see. */
    public boolean holds() {
        return missing.isEmpty();
    }
}
