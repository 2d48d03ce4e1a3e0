/** The filter and path language of SCIM (RFC 7644 §3.4.2.2, §3.5.2, §3.10), without any schema: text to tree and back. */
@SuppressWarnings("module") // the modules that one package is for are built later
module dev.scimlet.filter {
    requires org.antlr.antlr4.runtime;
    requires static transitive org.jspecify;

    exports dev.scimlet.filter;
    exports dev.scimlet.filter.text to
            dev.scimlet.core,
            dev.scimlet.jdbc,
            dev.scimlet.jpa,
            dev.scimlet.servlet;
}
