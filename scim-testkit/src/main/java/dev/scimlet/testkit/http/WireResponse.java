package dev.scimlet.testkit.http;

/**
 * A final response as it came over the wire.
 *
 * @param status 200 to 599; interim responses (1xx) are not handed out
 * @param body the content, freed of chunks; empty where HTTP allows none (HEAD, 204, 304)
 */
public record WireResponse(int status, WireHeaders headers, WireBody body) {

    /** Status, headers and body as text. */
    @Override
    public String toString() {
        return MessageText.of(Integer.toString(status), headers, body);
    }
}
