/**
 * The servlets of directories: the token endpoint, and the metadata by which clients find it.
 */
@NullMarked
package dev.scimlet.directory.servlet;

import org.jspecify.annotations.NullMarked;
