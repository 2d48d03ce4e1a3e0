package dev.scimlet.testkit.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/** Counts the cases that do not apply to a store, and says at the end how many there were, and why. */
final class SkippedCases implements BeforeEachCallback, TestWatcher, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SkippedCases.class);

    /** How often each reason was given, in the order in which the reasons came up. */
    private static final class Count {

        private final Map<String, Integer> byReason = new LinkedHashMap<>();

        synchronized void add(String reason) {
            byReason.merge(reason, 1, Integer::sum);
        }

        synchronized String text(String test) {
            int all = byReason.values().stream().mapToInt(Integer::intValue).sum();
            StringBuilder text = new StringBuilder(String.format(
                    "%s: %d cases of the contract do not apply to this store, and were skipped:%n", test, all));
            byReason.forEach((reason, times) -> text.append(String.format("%6d  %s%n", times, reason)));
            return text.toString();
        }

        synchronized boolean isEmpty() {
            return byReason.isEmpty();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getRequiredTestInstances()
                .findInstance(ResourceRepositoryContract.class)
                .ifPresent(contract ->
                        contract.tellsWhatItSkips(reason -> count(context).add(reason)));
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        if (cause instanceof TestAbortedException) {
            String message = String.valueOf(cause.getMessage());
            count(context).add(message.replaceFirst("^Assumption failed: ", ""));
        }
    }

    @Override
    @SuppressWarnings("SystemOut") // a test's report is what it prints
    public void afterAll(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        if (ResourceRepositoryContract.class.isAssignableFrom(test)
                && !count(context).isEmpty()) {
            System.out.print(count(context).text(test.getSimpleName()));
        }
    }

    /** One for each class that extends the contract; the classes nested in the contract add to it. */
    private static Count count(ExtensionContext context) {
        ExtensionContext owner = context;
        while (!owner.getTestClass()
                        .filter(ResourceRepositoryContract.class::isAssignableFrom)
                        .isPresent()
                || owner.getTestMethod().isPresent()) {
            owner = owner.getParent().orElseThrow();
        }
        ExtensionContext.Store store = owner.getStore(NAMESPACE);
        synchronized (SkippedCases.class) { // no one method of the store makes a value in both JUnit 5 and 6
            Count count = store.get(Count.class, Count.class);
            if (count == null) {
                count = new Count();
                store.put(Count.class, count);
            }
            return count;
        }
    }
}
