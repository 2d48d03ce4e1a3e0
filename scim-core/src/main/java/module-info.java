/** The model and rules of SCIM (RFC 7643). */
module dev.scimlet.core {
    requires com.fasterxml.jackson.databind;
    requires transitive dev.scimlet.filter;
    requires static transitive org.jspecify;
}
