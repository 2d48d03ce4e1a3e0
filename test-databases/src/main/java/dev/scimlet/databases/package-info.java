/** Database servers for tests, which start when they are first needed and stop with the JVM. */
package dev.scimlet.databases;
