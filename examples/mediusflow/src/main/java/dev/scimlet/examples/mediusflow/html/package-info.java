/**
 * Markup that cannot carry what a stranger typed as anything but text.
 *
 * <p>Start at {@link dev.scimlet.examples.mediusflow.html.Html}. A page is made of elements, attributes and texts; there
 * is no way to make one of them out of a finished piece of markup, so nothing has to be remembered when a page is
 * written. Addresses in links are checked as well. It knows the elements that the console uses, and no more.
 */
@NullMarked
package dev.scimlet.examples.mediusflow.html;

import org.jspecify.annotations.NullMarked;
