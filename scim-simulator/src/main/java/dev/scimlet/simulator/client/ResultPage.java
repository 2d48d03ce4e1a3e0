package dev.scimlet.simulator.client;

import java.util.List;

/**
 * A ListResponse (RFC 7644 §3.4.2).
 *
 * @param totalResults how many resources match in all
 * @param resources those of this page, in the service provider's order
 */
public record ResultPage(int totalResults, List<ScimResource> resources) {

    public ResultPage {
        resources = List.copyOf(resources);
    }
}
