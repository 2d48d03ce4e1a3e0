/** Resources in the host's own JPA entities. */
module dev.scimlet.jpa {
    requires transitive dev.scimlet.spi;
    requires transitive jakarta.persistence;
    requires transitive java.sql;
    requires static transitive org.jspecify;

    exports dev.scimlet.jpa;
}
