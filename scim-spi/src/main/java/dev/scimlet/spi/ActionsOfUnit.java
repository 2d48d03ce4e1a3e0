package dev.scimlet.spi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What is to be done before and after the commit of one unit; for implementations of {@link Unit}. */
public final class ActionsOfUnit {

    private static final System.Logger LOG = System.getLogger(UnitOfWork.class.getName());

    private final Deque<Runnable> before = new ArrayDeque<>();
    private final List<Runnable> after = new ArrayList<>();

    /** Of a unit that nobody has asked for anything yet. */
    public ActionsOfUnit() {}

    /** Adds an action for {@link #runBefore}. */
    public void addBefore(Runnable action) {
        before.add(action);
    }

    /** Whether there is nothing to be done before the commit. */
    public boolean isNothingBefore() {
        return before.isEmpty();
    }

    /** Adds an action for {@link #runAfter}. */
    public void addAfter(Runnable action) {
        after.add(action);
    }

    /** Runs what is to be done before the commit, what is added meanwhile too. */
    public void runBefore() {
        for (Runnable action = before.poll(); action != null; action = before.poll()) {
            action.run();
        }
    }

    /** Runs what is to be done after the commit; one action that fails does not keep others from running. */
    public void runAfter() {
        for (Runnable action : after) {
            try {
                action.run();
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "an action after a commit failed", failure);
            }
        }
    }
}
