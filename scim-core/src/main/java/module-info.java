/** The model and rules of SCIM (RFC 7643). */
@SuppressWarnings("module") // the module that one package is for is built later
module dev.scimlet.core {
    requires com.fasterxml.jackson.databind;
    requires transitive dev.scimlet.filter;
    requires static transitive org.jspecify;

    exports dev.scimlet.core;
    exports dev.scimlet.core.json;
    exports dev.scimlet.core.json.message to
            dev.scimlet.servlet;
    exports dev.scimlet.core.patch;
    exports dev.scimlet.core.profile;
    exports dev.scimlet.core.query;
    exports dev.scimlet.core.resource;
    exports dev.scimlet.core.schema;
    exports dev.scimlet.core.standard;
    exports dev.scimlet.core.webhook;
}
