/**
 * The console for administrators: server-rendered pages, forms and sessions.
 *
 * <p>Start at {@link dev.scimlet.examples.mediusflow.console.ConsoleServlet}, whose {@code Console} lists every address.
 * A page is a class that turns what the repositories know into {@link dev.scimlet.examples.mediusflow.html.Html}. Every
 * form carries a token of the session that it was made for; everything works without a script, which only adds copying
 * and refreshing. Directories do not come here, they talk to the SCIM link.
 */
@NullMarked
package dev.scimlet.examples.mediusflow.console;

import org.jspecify.annotations.NullMarked;
