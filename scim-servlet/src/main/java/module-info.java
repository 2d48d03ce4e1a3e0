/** The SCIM protocol (RFC 7644) and the servlet that speaks it. */
module dev.scimlet.servlet {
    requires com.fasterxml.jackson.databind;
    requires transitive dev.scimlet.spi;
    requires transitive jakarta.servlet;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.scimlet.protocol;
    exports dev.scimlet.protocol.access;
    exports dev.scimlet.protocol.message;
    exports dev.scimlet.servlet;
}
