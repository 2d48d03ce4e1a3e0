package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.examples.mediusflow.html.Html;
import java.io.IOException;

/** What the console answers. */
sealed interface Answer {

    record Page(int status, Html html) implements Answer {}

    /** On to another page, which the browser gets with a request of its own. */
    record Redirect(String location) implements Answer {}

    /** A text file that may be kept for ever, as another version has another address. */
    record File(String type, String content) implements Answer {}

    /** A file that the browser keeps, and that is written as it is read. */
    record Download(String type, String name, Content content) implements Answer {}

    /** What is in a file. */
    interface Content {
        void writeTo(Appendable out) throws IOException;
    }

    static Answer page(Html html) {
        return new Page(200, html);
    }
}
