/**
 * What a host implements to store resources.
 */
@NullMarked
package dev.scimlet.spi;

import org.jspecify.annotations.NullMarked;
