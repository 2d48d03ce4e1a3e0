package dev.scimlet.examples.mediusflow.console;

import static dev.scimlet.examples.mediusflow.html.Attribute.autocomplete;
import static dev.scimlet.examples.mediusflow.html.Attribute.classes;
import static dev.scimlet.examples.mediusflow.html.Attribute.id;
import static dev.scimlet.examples.mediusflow.html.Attribute.maxLength;
import static dev.scimlet.examples.mediusflow.html.Attribute.name;
import static dev.scimlet.examples.mediusflow.html.Attribute.required;
import static dev.scimlet.examples.mediusflow.html.Attribute.type;
import static dev.scimlet.examples.mediusflow.html.Attribute.value;
import static dev.scimlet.examples.mediusflow.html.Html.input;

import dev.scimlet.examples.mediusflow.html.Attribute;
import dev.scimlet.examples.mediusflow.html.Html;
import dev.scimlet.examples.mediusflow.tenant.Administrator;
import dev.scimlet.examples.mediusflow.tenant.Administrators;
import dev.scimlet.examples.mediusflow.tenant.Sessions;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** In, out, and the choice of a password. */
final class SignInPages {

    /** From one address: somebody who mistypes is not slowed down, somebody who guesses is. */
    private static final int FREE_FAILURES_OF_A_NAME = 5;

    /** Many people may sit behind one address. */
    private static final int FREE_FAILURES_OF_AN_ADDRESS = 50;

    private static final int LONGEST_NAME = 120;

    private final Tenants tenants;
    private final Administrators administrators;
    private final Sessions sessions;
    private final Throttle names;
    private final Throttle addresses;

    SignInPages(ConsoleSettings settings) {
        this.tenants = new Tenants(settings.database(), settings.clock());
        this.administrators = new Administrators(settings.database(), settings.clock(), settings.hashing());
        this.sessions = new Sessions(settings.database(), settings.clock());
        this.names = new Throttle(FREE_FAILURES_OF_A_NAME, settings.clock());
        this.addresses = new Throttle(FREE_FAILURES_OF_AN_ADDRESS, settings.clock());
    }

    Answer show(Exchange exchange) {
        if (sessions.find(exchange.browser().token()).isPresent()) {
            return new Answer.Redirect("/console");
        }
        Html notice = exchange.choice(Notice.class, "notice")
                .map(known -> PageElements.notice(PageElements.Tone.INFORMATION, known.sentence()))
                .orElseGet(Html::nothing);
        return Answer.page(page(exchange, notice));
    }

    Answer signIn(Exchange exchange) {
        String tenantName = exchange.field("tenant");
        String loginName = exchange.field("user");
        if (tenantName.length() > LONGEST_NAME || loginName.length() > LONGEST_NAME) {
            return refused(exchange);
        }
        Optional<Tenant> tenant = tenants.named(tenantName);
        String nameKey =
                tenant.map(Tenant::organisationId).orElse(tenantName) + " " + loginName.toLowerCase(Locale.ROOT);
        // Whoever guesses from elsewhere must not lock the administrator out.
        String guesser = nameKey + " " + exchange.remoteAddress();
        Duration wait = longer(names.wait(guesser), addresses.wait(exchange.remoteAddress()));
        if (!wait.isZero()) {
            return tooOften(exchange, wait);
        }
        Optional<Administrator> administrator =
                administrators.authenticate(tenant, loginName, exchange.exactField("password"));
        if (administrator.isEmpty()) {
            names.failed(guesser);
            addresses.failed(exchange.remoteAddress());
            return refused(exchange);
        }
        names.succeeded(guesser);
        sessions.close(exchange.browser().token());
        exchange.browser().replace(sessions.open(administrator.orElseThrow()));
        return new Answer.Redirect(
                administrator.orElseThrow().passwordOnce()
                        ? "/password"
                        : "/console/" + tenant.orElseThrow().slug());
    }

    Answer signOut(Exchange exchange) {
        sessions.close(exchange.browser().token());
        exchange.browser().forget();
        return Notice.SIGNED_OUT.on("/sign-in");
    }

    Answer showPassword(Visit visit) {
        return Answer.page(passwordPage(visit, List.of()));
    }

    Answer choosePassword(Visit visit) {
        Exchange exchange = visit.exchange();
        String chosen = exchange.exactField("password");
        List<String> mistakes = new ArrayList<>();
        if (chosen.length() < Administrators.SHORTEST_PASSWORD || chosen.length() > Administrators.LONGEST_PASSWORD) {
            mistakes.add("Choose at least " + Administrators.SHORTEST_PASSWORD + " and at most "
                    + Administrators.LONGEST_PASSWORD + " characters.");
        }
        if (!chosen.equals(exchange.exactField("again"))) {
            mistakes.add("Type the same password twice.");
        }
        if (administrators.has(visit.administrator(), chosen)) {
            mistakes.add("Choose another password than the one that you have.");
        }
        if (!mistakes.isEmpty()) {
            return new Answer.Page(422, passwordPage(visit, mistakes));
        }
        administrators.choosePassword(visit.administrator(), chosen);
        sessions.closeAll(visit.administrator());
        exchange.browser().replace(sessions.open(visit.administrator()));
        return Notice.PASSWORD_CHOSEN.on("/console");
    }

    private static Answer refused(Exchange exchange) {
        // Which of the three is wrong is nobody's business who does not know all of them.
        return new Answer.Page(
                403,
                page(exchange, PageElements.mistakes(List.of("The tenant, the user name or the password is wrong."))));
    }

    private static Answer tooOften(Exchange exchange, Duration wait) {
        long seconds = wait.toSeconds() + 1;
        exchange.header("Retry-After", Long.toString(seconds));
        String sentence = "Too many attempts. Try again in "
                + (seconds < 60
                        ? PageElements.counted(seconds, "second", "seconds")
                        : PageElements.counted((seconds + 59) / 60, "minute", "minutes"))
                + ".";
        return new Answer.Page(429, page(exchange, PageElements.mistakes(List.of(sentence))));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Html page(Exchange exchange, Html message) {
        return Layout.outside(
                "Sign in",
                message,
                PageElements.post(
                        exchange,
                        "/sign-in",
                        classes("card"),
                        PageElements.field(
                                "tenant",
                                "Tenant",
                                "The name of your tenant, such as fabrikam or fabrikam-test",
                                input(
                                        id("tenant"),
                                        name("tenant"),
                                        type("text"),
                                        value(exchange.field("tenant")),
                                        maxLength(LONGEST_NAME),
                                        autocomplete("organization"),
                                        Attribute.aria("describedby", "tenant-hint"),
                                        required(),
                                        Attribute.autofocus())),
                        PageElements.field(
                                "user",
                                "User name",
                                "",
                                input(
                                        id("user"),
                                        name("user"),
                                        type("text"),
                                        value(exchange.field("user")),
                                        maxLength(LONGEST_NAME),
                                        autocomplete("username"),
                                        required())),
                        passwordField("password", "Password", "", "current-password"),
                        PageElements.submit("Sign in")));
    }

    private static Html passwordPage(Visit visit, List<String> mistakes) {
        String lead = visit.administrator().passwordOnce()
                ? "The password that you signed in with was made for one use. Choose your own before you go on."
                : "All your other sessions end when the password changes.";
        return Layout.outside(
                "Choose a password",
                Html.p(classes("lead"), Html.text(lead)),
                PageElements.mistakes(mistakes),
                PageElements.post(
                        visit.exchange(),
                        "/password",
                        classes("card"),
                        passwordField(
                                "password",
                                "New password",
                                "At least " + Administrators.SHORTEST_PASSWORD
                                        + " characters; a few words are better than odd signs",
                                "new-password"),
                        passwordField("again", "The same again", "", "new-password"),
                        PageElements.submit("Set the password")));
    }

    private static Html passwordField(String fieldId, String caption, String hint, String kind) {
        return PageElements.field(
                fieldId,
                caption,
                hint,
                input(
                        id(fieldId),
                        name(fieldId),
                        type("password"),
                        maxLength(Administrators.LONGEST_PASSWORD),
                        autocomplete(kind),
                        required()));
    }
}
