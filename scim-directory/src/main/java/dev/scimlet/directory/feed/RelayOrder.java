package dev.scimlet.directory.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * In which order events are numbered that are found together. Those of one transaction stay together, in the order in which they were
 * made. A transaction that changed a version goes after the one which made it, whatever the clocks of their nodes say; otherwise the ids
 * decide, which are times.
 */
final class RelayOrder implements UnaryOperator<List<Unnumbered>> {

    @Override
    public List<Unnumbered> apply(List<Unnumbered> found) {
        List<Transaction> transactions = transactions(found);
        link(transactions);
        List<Unnumbered> ordered = new ArrayList<>(found.size());
        inOrder(transactions).forEach(transaction -> ordered.addAll(transaction.events));
        return ordered;
    }

    private static final class Transaction {

        final List<Unnumbered> events = new ArrayList<>();
        final List<Transaction> next = new ArrayList<>();
        int before;
        boolean taken;

        String firstId() {
            return events.get(0).id();
        }
    }

    private record Version(String tenant, String resource, String key) {}

    private static List<Transaction> transactions(List<Unnumbered> found) {
        List<Unnumbered> byId = new ArrayList<>(found);
        byId.sort(Comparator.comparing(Unnumbered::id));
        Map<String, Transaction> byName = new LinkedHashMap<>();
        byId.forEach(event -> byName.computeIfAbsent(event.transaction(), name -> new Transaction())
                .events
                .add(event));
        return List.copyOf(byName.values());
    }

    private static void link(List<Transaction> transactions) {
        Map<Version, Transaction> makers = new HashMap<>();
        for (Transaction transaction : transactions) {
            for (Unnumbered event : transaction.events) {
                if (event.versionAfter() != null) {
                    makers.putIfAbsent(
                            new Version(event.tenant(), event.resource(), event.versionAfter()), transaction);
                }
            }
        }
        for (Transaction transaction : transactions) {
            for (Unnumbered event : transaction.events) {
                Transaction maker = event.versionBefore() == null
                        ? null
                        : makers.get(new Version(event.tenant(), event.resource(), event.versionBefore()));
                if (maker != null && maker != transaction) {
                    maker.next.add(transaction);
                    transaction.before++;
                }
            }
        }
    }

    private static List<Transaction> inOrder(List<Transaction> transactions) {
        PriorityQueue<Transaction> ready = new PriorityQueue<>(Comparator.comparing(Transaction::firstId));
        TreeMap<String, Transaction> waiting = new TreeMap<>();
        for (Transaction transaction : transactions) {
            if (transaction.before == 0) {
                ready.add(transaction);
            } else {
                waiting.put(transaction.firstId(), transaction);
            }
        }
        List<Transaction> ordered = new ArrayList<>(transactions.size());
        while (!ready.isEmpty() || !waiting.isEmpty()) {
            Transaction first = ready.poll();
            if (first == null) {
                // A store whose versions come again has circles: there the ids decide
                first = waiting.pollFirstEntry().getValue();
            }
            if (!first.taken) {
                first.taken = true;
                ordered.add(first);
                for (Transaction next : first.next) {
                    if (--next.before == 0 && !next.taken) {
                        waiting.remove(next.firstId());
                        ready.add(next);
                    }
                }
            }
        }
        return ordered;
    }

    /** A version as a column has it: itself if it is short, else its hash. */
    static String key(String version) {
        return version.length() <= 100 ? version : Hashes.sha256(version);
    }
}
