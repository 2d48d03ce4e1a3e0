package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.action;
import static dev.scimlet.examples.mediusflow.html.Attribute.aria;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.data;
import static dev.scimlet.examples.mediusflow.html.Attribute.dateTime;
import static dev.scimlet.examples.mediusflow.html.Attribute.hidden;
import static dev.scimlet.examples.mediusflow.html.Attribute.href;
import static dev.scimlet.examples.mediusflow.html.Attribute.id;
import static dev.scimlet.examples.mediusflow.html.Attribute.labels;
import static dev.scimlet.examples.mediusflow.html.Attribute.method;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.readOnly;
import static dev.scimlet.examples.mediusflow.html.Attribute.role;
import static dev.scimlet.examples.mediusflow.html.Attribute.title;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.a;
import static dev.scimlet.examples.mediusflow.html.Html.button;
import static dev.scimlet.examples.mediusflow.html.Html.div;
import static dev.scimlet.examples.mediusflow.html.Html.form;
import static dev.scimlet.examples.mediusflow.html.Html.input;
import static dev.scimlet.examples.mediusflow.html.Html.label;
import static dev.scimlet.examples.mediusflow.html.Html.li;
import static dev.scimlet.examples.mediusflow.html.Html.nav;
import static dev.scimlet.examples.mediusflow.html.Html.p;
import static dev.scimlet.examples.mediusflow.html.Html.small;
import static dev.scimlet.examples.mediusflow.html.Html.span;
import static dev.scimlet.examples.mediusflow.html.Html.svg;
import static dev.scimlet.examples.mediusflow.html.Html.text;
import static dev.scimlet.examples.mediusflow.html.Html.together;
import static dev.scimlet.examples.mediusflow.html.Html.ul;
import static dev.scimlet.examples.mediusflow.html.Html.use;

import dev.scimlet.examples.mediusflow.account.Page;
import dev.scimlet.examples.mediusflow.html.Attribute;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.html.Part;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What several pages are made of. */
final class PageElements {

    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.UK).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);

    /** How a badge, a notice or a mark looks. */
    enum Tone {
        GOOD,
        QUIET,
        WARNING,
        BAD,
        INFORMATION;

        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private PageElements() {}

    /** A form that is sent, with the token without which it is refused. */
    static Html post(Exchange exchange, String address, Part... parts) {
        List<Part> all = new ArrayList<>(List.of(parts));
        all.add(method("post"));
        all.add(action(address));
        all.add(input(
                type("hidden"),
                name(BrowserToken.FORM_FIELD),
                value(exchange.browser().formToken())));
        return form(all.toArray(Part[]::new));
    }

    static Html field(String fieldId, String caption, String hint, Html control) {
        return div(
                classes("field"),
                label(labels(fieldId), text(caption)),
                control,
                hint.isEmpty() ? Html.nothing() : small(id(fieldId + "-hint"), classes("hint"), text(hint)));
    }

    /** A field with what is wrong in it beside it; {@code mistake} is empty if nothing is. */
    static Html field(String fieldId, String caption, String hint, String mistake, Html control) {
        if (mistake.isEmpty()) {
            return field(fieldId, caption, hint, control);
        }
        return div(
                classes("field wrong"),
                label(labels(fieldId), text(caption)),
                control,
                p(id(fieldId + "-mistake"), classes("mistake"), role("alert"), text(mistake)),
                hint.isEmpty() ? Html.nothing() : small(id(fieldId + "-hint"), classes("hint"), text(hint)));
    }

    /** What tells a reader of the screen where hint and mistake of a field are. */
    static Attribute[] described(String fieldId, String mistake, Attribute... more) {
        return described(fieldId, fieldId, mistake, more);
    }

    /** Of a field that is sent under another name than its id. */
    static Attribute[] described(String fieldId, String fieldName, String mistake, Attribute... more) {
        List<Attribute> all = new ArrayList<>(List.of(more));
        all.add(id(fieldId));
        all.add(name(fieldName));
        all.add(aria("describedby", mistake.isEmpty() ? fieldId + "-hint" : fieldId + "-mistake " + fieldId + "-hint"));
        if (!mistake.isEmpty()) {
            all.add(aria("invalid", "true"));
        }
        return all.toArray(Attribute[]::new);
    }

    static Html submit(String caption) {
        return button(type("submit"), classes("button primary"), text(caption));
    }

    static Html submitQuietly(String caption) {
        return button(type("submit"), classes("button"), text(caption));
    }

    static Html submitDangerously(String caption) {
        return button(type("submit"), classes("button danger"), text(caption));
    }

    static Html linkButton(String address, String caption) {
        return a(classes("button"), href(address), text(caption));
    }

    /** A value to copy: the button appears where a script runs, the text can be selected anywhere. */
    static Html copyable(String fieldId, String caption, String content) {
        return copyable(fieldId, caption, content, "");
    }

    /** The SCIM link to copy, on whichever page: a form that the script sends notes that somebody did. */
    static Html copyableLink(TenantVisit visit, String fieldId, String link, Html... more) {
        return together(
                copyable(fieldId, "SCIM link", link, fieldId + "-copied"),
                post(visit.exchange(), visit.address("link-copied"), id(fieldId + "-copied"), together(more)));
    }

    private static Html copyable(String fieldId, String caption, String content, String toldBy) {
        return div(
                classes("field copyable"),
                label(labels(fieldId), text(caption)),
                div(
                        classes("copy-row"),
                        input(id(fieldId), type("text"), readOnly(), value(content), classes("mono")),
                        button(
                                type("button"),
                                classes("button copy"),
                                data("copy", fieldId),
                                data("told-by", toldBy),
                                aria("label", "Copy " + caption),
                                hidden(),
                                text("Copy"))));
    }

    static Html icon(String symbol) {
        return svg(classes("icon"), aria("hidden", "true"), use(href(Assets.address("icons.svg") + "#" + symbol)));
    }

    static Html badge(Tone tone, String caption) {
        return span(classes("badge " + tone.style()), text(caption));
    }

    static Html notice(Tone tone, String sentence) {
        return div(classes("notice " + tone.style()), role("status"), p(text(sentence)));
    }

    static Html mistakes(List<String> sentences) {
        if (sentences.isEmpty()) {
            return Html.nothing();
        }
        return div(
                classes("notice bad"),
                role("alert"),
                ul(together(
                        sentences.stream().map(sentence -> li(text(sentence))).toList())));
    }

    /** To the second, with the day below. */
    static Html time(Instant instant) {
        return Html.time(
                dateTime(instant.truncatedTo(ChronoUnit.SECONDS).toString()),
                data("local", "parts"),
                span(text(CLOCK.format(instant))),
                span(classes("muted"), text(DAY.format(instant))));
    }

    static Html day(Instant instant) {
        return Html.time(
                dateTime(instant.toString()),
                data("local", "day"),
                title(EXACT.format(instant)),
                text(DAY.format(instant)));
    }

    /** To the second, in one line. */
    static Html moment(Instant instant) {
        return Html.time(
                dateTime(instant.truncatedTo(ChronoUnit.SECONDS).toString()),
                data("local", "whole"),
                text(EXACT.format(instant)));
    }

    /** How long ago it was, in a few words. */
    static Html ago(Instant instant, Instant now) {
        return Html.time(
                dateTime(instant.truncatedTo(ChronoUnit.SECONDS).toString()),
                data("local", "title"),
                title(EXACT.format(instant)),
                text(words(Duration.between(instant, now), instant)));
    }

    static Html ago(Optional<Instant> instant, Instant now, String never) {
        return instant.map(known -> ago(known, now)).orElseGet(() -> span(classes("muted"), text(never)));
    }

    private static String words(Duration past, Instant instant) {
        if (past.toMinutes() < 1) {
            return "just now";
        }
        if (past.toHours() < 1) {
            return past.toMinutes() + " min ago";
        }
        if (past.toHours() < 24) {
            return past.toHours() + " h ago";
        }
        return past.toDays() < 30
                ? past.toDays() + (past.toDays() == 1 ? " day ago" : " days ago")
                : DAY.format(instant);
    }

    static Html orDash(String content) {
        return content.isEmpty() ? span(classes("muted"), text("–")) : text(content);
    }

    static String counted(long number, String one, String several) {
        return number == 1 ? "1 " + one : String.format(Locale.UK, "%,d %s", number, several);
    }

    /** Links to the page before and after. */
    static Html pager(Page<?> page, Map<String, String> query) {
        if (page.last() == 1) {
            return Html.nothing();
        }
        return nav(
                classes("pager"),
                aria("label", "Pages"),
                page.number() > 1
                        ? a(classes("button"), href(query(query, page.number() - 1)), text("Previous"))
                        : Html.nothing(),
                span(classes("muted"), text("Page " + page.number() + " of " + page.last())),
                page.number() < page.last()
                        ? a(classes("button"), href(query(query, page.number() + 1)), text("Next"))
                        : Html.nothing());
    }

    private static String query(Map<String, String> query, int page) {
        String rest = query(query);
        return rest + (rest.length() > 1 ? "&" : "") + "page=" + page;
    }

    /** A query of these names and values, leaving out empty ones. */
    static String query(Map<String, String> values) {
        StringBuilder query = new StringBuilder("?");
        values.forEach((name, value) -> {
            if (!value.isEmpty()) {
                query.append(query.length() > 1 ? "&" : "")
                        .append(encoded(name))
                        .append('=')
                        .append(encoded(value));
            }
        });
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
