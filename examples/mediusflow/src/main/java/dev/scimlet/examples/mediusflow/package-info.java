/**
 * MediusFlow, an accounts-payable application, as a host of the SCIM library.
 *
 * <p>Start at {@link dev.scimlet.examples.mediusflow.MediusFlow}, which reads the command line, and at
 * {@link dev.scimlet.examples.mediusflow.MediusFlowServer}, which wires the parts. The application keeps its users in
 * its own tables and has its own pages for administrators; nothing in it was made to please the library. Copy from here
 * what an application of your own needs. It is an example of a host, not a product that pays invoices.
 */
@NullMarked
package dev.scimlet.examples.mediusflow;

import org.jspecify.annotations.NullMarked;
