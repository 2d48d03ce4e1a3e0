/**
 * How an administrator connects an identity provider, as data: for pages that show it with the values of one directory.
 *
 * <p>Start at {@link dev.scimlet.directory.guide.ProviderGuides}. The pages in {@code docs/providers} are written from the same data.
 * Nothing here knows HTML, and nothing here is a secret.
 */
@NullMarked
package dev.scimlet.directory.guide;

import org.jspecify.annotations.NullMarked;
