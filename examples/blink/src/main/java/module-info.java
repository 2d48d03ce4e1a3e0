/** Blink, an employee app whose employees come from directories. */
module dev.scimlet.examples.blink {
    requires com.zaxxer.hikari;
    requires dev.scimlet.directory;
    requires dev.scimlet.servlet;
    requires java.sql;
    requires org.eclipse.jetty.ee10.servlet;
    requires static transitive org.jspecify;
}
