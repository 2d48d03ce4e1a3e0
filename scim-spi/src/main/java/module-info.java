/** What a host implements to store resources. */
module dev.scimlet.spi {
    requires transitive dev.scimlet.core;
    requires static transitive org.jspecify;
}
