/** Directories: the connections of customers' identity providers, with their credentials, limits and health. */
module dev.scimlet.directory {
    requires com.fasterxml.jackson.databind;
    requires transitive dev.scimlet.servlet;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.scimlet.directory;
    exports dev.scimlet.directory.feed;
    exports dev.scimlet.directory.guide;
    exports dev.scimlet.directory.jdbc;
    exports dev.scimlet.directory.log;
    exports dev.scimlet.directory.servlet;
}
