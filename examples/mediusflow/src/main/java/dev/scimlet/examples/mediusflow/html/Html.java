package dev.scimlet.examples.mediusflow.html;

import java.util.List;

/**
 * A finished piece of markup. It can be made from text, which is escaped, and from the elements below, and in no other
 * way.
 */
public final class Html implements Part {

    private static final Html NOTHING = new Html("");

    private final String markup;

    private Html(String markup) {
        this.markup = markup;
    }

    /** The markup, for the response. */
    public String markup() {
        return markup;
    }

    /** Text that a browser shows exactly as it is here. */
    public static Html text(String text) {
        return new Html(escape(text));
    }

    public static Html text(long number) {
        return new Html(Long.toString(number));
    }

    public static Html nothing() {
        return NOTHING;
    }

    /** Several pieces, one after the other. */
    public static Html together(List<Html> pieces) {
        StringBuilder all = new StringBuilder();
        pieces.forEach(piece -> all.append(piece.markup));
        return new Html(all.toString());
    }

    public static Html together(Html... pieces) {
        return together(List.of(pieces));
    }

    /** A whole document. */
    public static Html document(Html html) {
        return new Html("<!DOCTYPE html>" + html.markup);
    }

    /** A script that is a file of its own: a page has none inside. */
    public static Html script(String address) {
        return element("script", new Part[] {Attribute.src(address), Attribute.type("module")});
    }

    public static Html a(Part... parts) {
        return element("a", parts);
    }

    public static Html article(Part... parts) {
        return element("article", parts);
    }

    public static Html aside(Part... parts) {
        return element("aside", parts);
    }

    public static Html body(Part... parts) {
        return element("body", parts);
    }

    public static Html button(Part... parts) {
        return element("button", parts);
    }

    public static Html caption(Part... parts) {
        return element("caption", parts);
    }

    public static Html code(Part... parts) {
        return element("code", parts);
    }

    public static Html dd(Part... parts) {
        return element("dd", parts);
    }

    public static Html details(Part... parts) {
        return element("details", parts);
    }

    public static Html div(Part... parts) {
        return element("div", parts);
    }

    public static Html dl(Part... parts) {
        return element("dl", parts);
    }

    public static Html dt(Part... parts) {
        return element("dt", parts);
    }

    public static Html em(Part... parts) {
        return element("em", parts);
    }

    public static Html fieldset(Part... parts) {
        return element("fieldset", parts);
    }

    public static Html footer(Part... parts) {
        return element("footer", parts);
    }

    public static Html form(Part... parts) {
        return element("form", parts);
    }

    public static Html h1(Part... parts) {
        return element("h1", parts);
    }

    public static Html h2(Part... parts) {
        return element("h2", parts);
    }

    public static Html h3(Part... parts) {
        return element("h3", parts);
    }

    public static Html head(Part... parts) {
        return element("head", parts);
    }

    public static Html header(Part... parts) {
        return element("header", parts);
    }

    public static Html html(Part... parts) {
        return element("html", parts);
    }

    public static Html label(Part... parts) {
        return element("label", parts);
    }

    public static Html legend(Part... parts) {
        return element("legend", parts);
    }

    public static Html li(Part... parts) {
        return element("li", parts);
    }

    public static Html main(Part... parts) {
        return element("main", parts);
    }

    public static Html nav(Part... parts) {
        return element("nav", parts);
    }

    public static Html ol(Part... parts) {
        return element("ol", parts);
    }

    public static Html option(Part... parts) {
        return element("option", parts);
    }

    public static Html p(Part... parts) {
        return element("p", parts);
    }

    public static Html section(Part... parts) {
        return element("section", parts);
    }

    public static Html select(Part... parts) {
        return element("select", parts);
    }

    public static Html small(Part... parts) {
        return element("small", parts);
    }

    public static Html span(Part... parts) {
        return element("span", parts);
    }

    public static Html strong(Part... parts) {
        return element("strong", parts);
    }

    public static Html summary(Part... parts) {
        return element("summary", parts);
    }

    public static Html svg(Part... parts) {
        return element("svg", parts);
    }

    public static Html table(Part... parts) {
        return element("table", parts);
    }

    public static Html tbody(Part... parts) {
        return element("tbody", parts);
    }

    public static Html td(Part... parts) {
        return element("td", parts);
    }

    public static Html th(Part... parts) {
        return element("th", parts);
    }

    public static Html thead(Part... parts) {
        return element("thead", parts);
    }

    public static Html time(Part... parts) {
        return element("time", parts);
    }

    public static Html title(Part... parts) {
        return element("title", parts);
    }

    public static Html tr(Part... parts) {
        return element("tr", parts);
    }

    public static Html ul(Part... parts) {
        return element("ul", parts);
    }

    public static Html use(Part... parts) {
        return element("use", parts);
    }

    public static Html input(Attribute... attributes) {
        return new Html(start("input", attributes));
    }

    public static Html link(Attribute... attributes) {
        return new Html(start("link", attributes));
    }

    public static Html meta(Attribute... attributes) {
        return new Html(start("meta", attributes));
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case 0 -> escaped.append('\uFFFD');
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static Html element(String name, Part[] parts) {
        StringBuilder content = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Html html) {
                content.append(html.markup);
            }
        }
        return new Html(start(name, parts) + content + "</" + name + ">");
    }

    private static String start(String name, Part[] parts) {
        StringBuilder start = new StringBuilder("<").append(name);
        for (Part part : parts) {
            if (part instanceof Attribute attribute) {
                start.append(attribute.markup());
            }
        }
        return start.append('>').toString();
    }
}
