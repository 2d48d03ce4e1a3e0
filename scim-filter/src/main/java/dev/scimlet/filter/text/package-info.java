/**
 * What a text is, for the modules of this project: one rule, wherever texts come in. Hosts do not see this package.
 */
@NullMarked
package dev.scimlet.filter.text;

import org.jspecify.annotations.NullMarked;
