/**
 * The servlet that speaks SCIM.
 */
@NullMarked
package dev.scimlet.servlet;

import org.jspecify.annotations.NullMarked;
