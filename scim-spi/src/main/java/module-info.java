/** The storage interfaces that a host implements. */
module dev.scimlet.spi {
    requires transitive dev.scimlet.core;
    requires transitive java.sql;
    requires static transitive org.jspecify;

    exports dev.scimlet.spi;
    exports dev.scimlet.spi.memory;
    exports dev.scimlet.spi.mapping;
    exports dev.scimlet.spi.sql;
}
