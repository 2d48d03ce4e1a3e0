/** Resources in the host's own SQL tables. */
module dev.scimlet.jdbc {
    requires transitive dev.scimlet.spi;
    requires transitive java.sql;
    requires static transitive org.jspecify;

    exports dev.scimlet.jdbc;
}
