package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.text;

import dev.scimlet.examples.mediusflow.html.Html;

/** What is shown when there is nothing else to show. */
final class ErrorPage {

    private ErrorPage() {}

    static Answer notFound() {
        return page(404, "Not found", "There is nothing at this address, or it is not yours to see.");
    }

    static Answer needsRights() {
        return page(
                403,
                "You may look, not change",
                "Only those with administrator's rights change something here. Ask an administrator for them.");
    }

    static Answer foreignForm() {
        return page(
                403,
                "This form is too old",
                "It was not sent from a page of this session. Go back, load the page again and repeat what you did.");
    }

    static Answer failed() {
        return page(500, "Something went wrong", "It is written down on the server. Please try again in a moment.");
    }

    /** A page of one word, for machines. */
    static Html plain(String word) {
        return Html.document(Html.html(Html.head(Html.title(text(word))), Html.body(text(word))));
    }

    private static Answer page(int status, String heading, String sentence) {
        return new Answer.Page(
                status,
                Layout.outside(
                        heading,
                        div(
                                classes("card"),
                                p(text(sentence)),
                                PageElements.linkButton("/console", "Go to the console"))));
    }
}
