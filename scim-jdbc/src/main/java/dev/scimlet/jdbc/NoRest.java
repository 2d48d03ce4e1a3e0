package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;

/** For tables without a column of JSON: there is nothing to write or read. */
final class NoRest implements RestFormat {

    @Override
    public String write(Attributes rest) {
        throw new IllegalStateException("there is no column for attributes without a line");
    }

    @Override
    public Attributes read(String text) {
        throw new IllegalStateException("there is no column for attributes without a line");
    }
}
