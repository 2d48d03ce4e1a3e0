package dev.scimlet.simulator.entra;

import java.util.ArrayList;
import java.util.List;

/** What a job that updates nothing leaves: whoever was renamed still has the old name, and cannot be told by it. */
final class Renames {

    private Renames() {}

    /** The differences without those that renames explain: for one that is missing, one that nobody claims. */
    static List<Difference> excused(List<Difference> differences) {
        List<Difference> missing = differences.stream()
                .filter(difference -> difference.attribute().isEmpty()
                        && !difference.expected().isEmpty())
                .toList();
        List<Difference> unclaimed = differences.stream()
                .filter(difference -> difference.attribute().isEmpty()
                        && difference.expected().isEmpty())
                .toList();
        int renamed = Math.min(missing.size(), unclaimed.size());
        List<Difference> rest = new ArrayList<>(differences);
        rest.removeAll(missing.subList(0, renamed));
        rest.removeAll(unclaimed.subList(0, renamed));
        return rest;
    }
}
