package dev.scimlet.protocol;

import dev.scimlet.core.json.ReadLimits;
import dev.scimlet.filter.FilterSyntax;
import java.time.Duration;

/**
 * How much a request may ask for; each limit is answered as SCIM says (RFC 7644 §7.7, A-78).
 *
 * @param maxBodyBytes the largest body of a single request; more is 413
 * @param maxBulkBytes the largest body of a Bulk request, {@code maxPayloadSize}; more is 413
 * @param maxBulkOperations the most operations of a Bulk request, {@code maxOperations}; more is 413
 * @param maxResults the largest page, {@code filter.maxResults}; a larger {@code count} is cut
 * @param defaultPageSize the page size where the client names none
 * @param body nesting, entries of a list and operations of a PATCH
 * @param filterLength the longest filter in characters
 * @param filterDepth how deep a filter may be nested
 * @param filterComparisons the most comparisons of a filter
 * @param cursorLifetime how long a cursor can be used
 * @param maxTotalResults more results than this are refused with {@code tooMany} (RFC 7644 §3.4.2.1)
 */
public record ServiceLimits(
        int maxBodyBytes,
        int maxBulkBytes,
        int maxBulkOperations,
        int maxResults,
        int defaultPageSize,
        ReadLimits body,
        int filterLength,
        int filterDepth,
        int filterComparisons,
        Duration cursorLifetime,
        long maxTotalResults) {

    /** Safe numbers: 1 MiB, 4 MiB and 1,000 operations for Bulk, pages of 100 up to 1,000. */
    public static final ServiceLimits DEFAULT = new ServiceLimits(
            1 << 20,
            4 << 20,
            1_000,
            1_000,
            100,
            ReadLimits.DEFAULT,
            FilterSyntax.DEFAULT_MAX_LENGTH,
            FilterSyntax.DEFAULT_MAX_DEPTH,
            FilterSyntax.DEFAULT_MAX_COMPARISONS,
            Duration.ofHours(1),
            Long.MAX_VALUE);

    /** @throws IllegalArgumentException if a number is less than 1 */
    public ServiceLimits {
        int least = Math.min(Math.min(maxBodyBytes, maxBulkBytes), Math.min(maxBulkOperations, maxResults));
        if (Math.min(least, defaultPageSize) < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }

    /** These limits with another size of single bodies. */
    public ServiceLimits withMaxBodyBytes(int bytes) {
        return new ServiceLimits(
                bytes,
                maxBulkBytes,
                maxBulkOperations,
                maxResults,
                defaultPageSize,
                body,
                filterLength,
                filterDepth,
                filterComparisons,
                cursorLifetime,
                maxTotalResults);
    }

    /** These limits with other limits of Bulk. */
    public ServiceLimits withBulk(int operations, int bytes) {
        return new ServiceLimits(
                maxBodyBytes,
                bytes,
                operations,
                maxResults,
                defaultPageSize,
                body,
                filterLength,
                filterDepth,
                filterComparisons,
                cursorLifetime,
                maxTotalResults);
    }

    /** These limits with other page sizes. */
    public ServiceLimits withPages(int standard, int largest) {
        return new ServiceLimits(
                maxBodyBytes,
                maxBulkBytes,
                maxBulkOperations,
                largest,
                standard,
                body,
                filterLength,
                filterDepth,
                filterComparisons,
                cursorLifetime,
                maxTotalResults);
    }

    /** These limits with others for what a body may hold. */
    public ServiceLimits withBody(ReadLimits limits) {
        return new ServiceLimits(
                maxBodyBytes,
                maxBulkBytes,
                maxBulkOperations,
                maxResults,
                defaultPageSize,
                limits,
                filterLength,
                filterDepth,
                filterComparisons,
                cursorLifetime,
                maxTotalResults);
    }

    /** These limits with another life of cursors. */
    public ServiceLimits withCursorLifetime(Duration lifetime) {
        return new ServiceLimits(
                maxBodyBytes,
                maxBulkBytes,
                maxBulkOperations,
                maxResults,
                defaultPageSize,
                body,
                filterLength,
                filterDepth,
                filterComparisons,
                lifetime,
                maxTotalResults);
    }

    /** These limits, refusing queries with more results. */
    public ServiceLimits withMaxTotalResults(long most) {
        return new ServiceLimits(
                maxBodyBytes,
                maxBulkBytes,
                maxBulkOperations,
                maxResults,
                defaultPageSize,
                body,
                filterLength,
                filterDepth,
                filterComparisons,
                cursorLifetime,
                most);
    }

    /** These limits with others for filters. */
    public ServiceLimits withFilters(int length, int depth, int comparisons) {
        return new ServiceLimits(
                maxBodyBytes,
                maxBulkBytes,
                maxBulkOperations,
                maxResults,
                defaultPageSize,
                body,
                length,
                depth,
                comparisons,
                cursorLifetime,
                maxTotalResults);
    }

    FilterSyntax filters() {
        return FilterSyntax.builder()
                .maxLength(filterLength)
                .maxDepth(filterDepth)
                .maxComparisons(filterComparisons)
                .build();
    }
}
