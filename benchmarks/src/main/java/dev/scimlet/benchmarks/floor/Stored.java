package dev.scimlet.benchmarks.floor;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A user's place in the maps and in the list: a change puts another tree into it, and no reader sees half a change. */
final class Stored {

    private volatile ObjectNode tree;

    Stored(ObjectNode tree) {
        this.tree = tree;
    }

    ObjectNode tree() {
        return tree;
    }

    void replace(ObjectNode next) {
        tree = next;
    }
}
