/**
 * The proof, row by row, that the service provider keeps RFC 7643, RFC 7644 and RFC 9865.
 *
 * <p>Start at {@link dev.scimlet.conformance.Proves}. Every test goes through {@link
 * dev.scimlet.protocol.ScimService#handle}, the public door. What is required stands in {@code requirements.json}, what is
 * not offered and why in {@code decisions.json}; {@link dev.scimlet.conformance.ConformanceReportTest} runs last and
 * writes the report.
 */
@NullMarked
package dev.scimlet.conformance;

import org.jspecify.annotations.NullMarked;
