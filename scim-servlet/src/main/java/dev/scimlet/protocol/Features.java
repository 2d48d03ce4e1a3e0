package dev.scimlet.protocol;

/**
 * What of the protocol a service offers; ServiceProviderConfig says the same (RFC 7643 §5).
 *
 * @param patch PATCH; without it 501
 * @param bulk Bulk; without it 501
 * @param filter filters; with a filter and without this 501
 * @param sort sorting; without it {@code sortBy} is ignored
 * @param etag versions and preconditions; without it there are no ETags and conditions are ignored
 * @param strongEtags whether tags are strong
 * @param ifMatchDemanded whether every change must name the version that it changes; else 428
 * @param changePassword whether clients may set passwords, as far as discovery tells
 * @param cursor pages by cursor (RFC 9865)
 */
public record Features(
        boolean patch,
        boolean bulk,
        boolean filter,
        boolean sort,
        boolean etag,
        boolean strongEtags,
        boolean ifMatchDemanded,
        boolean changePassword,
        boolean cursor) {

    /** Everything, with weak ETags that nobody must name. */
    public static final Features ALL = new Features(true, true, true, true, true, false, false, true, true);

    /** These features with or without PATCH. */
    public Features withPatch(boolean offered) {
        return new Features(offered, bulk, filter, sort, etag, strongEtags, ifMatchDemanded, changePassword, cursor);
    }

    /** These features with or without Bulk. */
    public Features withBulk(boolean offered) {
        return new Features(patch, offered, filter, sort, etag, strongEtags, ifMatchDemanded, changePassword, cursor);
    }

    /** These features with or without filters. */
    public Features withFilter(boolean offered) {
        return new Features(patch, bulk, offered, sort, etag, strongEtags, ifMatchDemanded, changePassword, cursor);
    }

    /** These features with or without sorting. */
    public Features withSort(boolean offered) {
        return new Features(patch, bulk, filter, offered, etag, strongEtags, ifMatchDemanded, changePassword, cursor);
    }

    /** These features with or without versions. */
    public Features withEtag(boolean offered) {
        return new Features(patch, bulk, filter, sort, offered, strongEtags, ifMatchDemanded, changePassword, cursor);
    }

    /** These features with strong or weak tags. */
    public Features withStrongEtags(boolean strong) {
        return new Features(patch, bulk, filter, sort, etag, strong, ifMatchDemanded, changePassword, cursor);
    }

    /** These features, demanding If-Match or not. */
    public Features withIfMatchDemanded(boolean demanded) {
        return new Features(patch, bulk, filter, sort, etag, strongEtags, demanded, changePassword, cursor);
    }

    /** These features with or without the claim that passwords can be set. */
    public Features withChangePassword(boolean offered) {
        return new Features(patch, bulk, filter, sort, etag, strongEtags, ifMatchDemanded, offered, cursor);
    }

    /** These features with or without cursors. */
    public Features withCursor(boolean offered) {
        return new Features(patch, bulk, filter, sort, etag, strongEtags, ifMatchDemanded, changePassword, offered);
    }
}
