/**
 * All that the application wrote to have its employees provisioned by directories.
 *
 * <p>Start at {@link dev.scimlet.examples.blink.provisioning.Provisioning}, where the properties of an employee meet the
 * names that SCIM has for them. {@link dev.scimlet.examples.blink.provisioning.EmployeeStore} loads and saves employees,
 * {@link dev.scimlet.examples.blink.provisioning.IndexedColumns} lets filters use the indexes of their table, and {@link
 * dev.scimlet.examples.blink.provisioning.Tokens} keeps what tells one customer's directory from another's.
 */
@NullMarked
package dev.scimlet.examples.blink.provisioning;

import org.jspecify.annotations.NullMarked;
