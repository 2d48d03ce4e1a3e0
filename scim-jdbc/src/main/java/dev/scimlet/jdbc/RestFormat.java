package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;

/** How attributes without a column of their own stand in one column of text. */
interface RestFormat {

    String write(Attributes rest);

    Attributes read(String text);
}
