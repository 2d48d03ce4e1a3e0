package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.examples.mediusflow.console.OrganisationPages.Kind;
import dev.scimlet.examples.mediusflow.tenant.Administrator;
import dev.scimlet.examples.mediusflow.tenant.Sessions;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;

/** Every address of the console, and who may use it. */
final class Console {

    private final boolean secure;
    private final Tenants tenants;
    private final Sessions sessions;
    private final Router router = new Router();

    Console(ConsoleSettings settings) {
        this.secure = settings.secure();
        this.tenants = new Tenants(settings.database(), settings.clock());
        this.sessions = new Sessions(settings.database(), settings.clock());
        addRoutes(settings);
    }

    private void addRoutes(ConsoleSettings settings) {
        SignInPages signIn = new SignInPages(settings);
        AdministratorPages administrators = new AdministratorPages(settings);
        OverviewPage overview = new OverviewPage(settings);
        SetUpPages setUp = new SetUpPages(settings);
        SecretPages secrets = new SecretPages(settings);
        ConfigurationPages configurations = new ConfigurationPages(settings);
        OrganisationPages organisation = new OrganisationPages(settings);
        LogPages log = new LogPages(settings);
        ProblemPage problems = new ProblemPage(settings);
        UserPages users = new UserPages(settings);
        GroupPages groups = new GroupPages(settings);
        GuidePages guides = new GuidePages(settings);
        router.get("/", exchange -> new Answer.Redirect("/console"))
                .get("/health", exchange -> Answer.page(ErrorPage.plain("ok")))
                .get(
                        "/assets/{version}/{name}",
                        exchange -> Assets.file(exchange.variable("version"), exchange.variable("name"))
                                .orElseGet(ErrorPage::notFound))
                .get("/sign-in", signIn::show)
                .post("/sign-in", signIn::signIn)
                .post("/sign-out", signIn::signOut)
                .get("/password", anyone(signIn::showPassword))
                .post("/password", anyone(signIn::choosePassword))
                .get("/console", signedIn(overview::show))
                .get("/console/administrators", signedIn(administrators::list))
                .post("/console/administrators", withRights(administrators::add))
                .get("/console/administrators/{administrator}", signedIn(administrators::show))
                .post("/console/administrators/{administrator}/rights", withRights(administrators::giveRights))
                .post("/console/administrators/{administrator}/leave", withRights(administrators::leave))
                .get("/console/{tenant}", ofTenant(setUp::show))
                .get("/console/{tenant}/verify", ofTenant(setUp::goToSteps))
                .get("/console/{tenant}/directory", ofTenant(setUp::goToSteps))
                .get("/console/{tenant}/provisioning", ofTenant(setUp::goToSteps))
                .post("/console/{tenant}/verify", ofTenant(setUp::verify))
                .post("/console/{tenant}/directory", ofTenant(setUp::enterDirectory))
                .get("/console/{tenant}/link-copied", ofTenant(setUp::goToSteps))
                .post("/console/{tenant}/link-copied", ofTenant(setUp::linkCopied))
                .post("/console/{tenant}/provisioning", ofTenant(setUp::chooseProvisioning))
                .get("/console/{tenant}/secrets", ofTenant(secrets::show))
                .post("/console/{tenant}/secrets", ofTenant(secrets::generate))
                .get("/console/{tenant}/secrets/{secret}/revoke", ofTenant(secrets::confirmRevoking))
                .post("/console/{tenant}/secrets/{secret}/revoke", ofTenant(secrets::revoke))
                .get("/console/{tenant}/client-secrets", ofTenant(secrets::show))
                .post("/console/{tenant}/client-secrets", ofTenant(secrets::generateClientSecret))
                .post("/console/{tenant}/client-secrets/{secret}/revoke", ofTenant(secrets::revokeClientSecret))
                .get("/console/{tenant}/federation", ofTenant(secrets::show))
                .post("/console/{tenant}/federation", ofTenant(secrets::trust))
                .post("/console/{tenant}/federation/{trust}/remove", ofTenant(secrets::removeTrust))
                .get("/console/{tenant}/configurations", ofTenant(configurations::list))
                .get("/console/{tenant}/configurations/new", ofTenant(configurations::add))
                .get("/console/{tenant}/configurations/{configuration}", ofTenant(configurations::edit))
                .get(
                        "/console/{tenant}/configurations/{configuration}/remove",
                        ofTenant(configurations::confirmRemoval))
                .post("/console/{tenant}/configurations/give", ofTenant(configurations::give))
                .post("/console/{tenant}/users/{user}/defaults", ofTenant(configurations::giveOne))
                .post("/console/{tenant}/configurations", ofTenant(configurations::save))
                .post("/console/{tenant}/configurations/{configuration}/default", ofTenant(configurations::makeDefault))
                .post("/console/{tenant}/configurations/{configuration}/remove", ofTenant(configurations::remove))
                .get("/console/{tenant}/organisation", ofTenant(organisation::show))
                .get("/console/{tenant}/companies", ofTenant(organisation::show))
                .post("/console/{tenant}/companies", ofTenant(organisation.add(Kind.COMPANY)))
                .get("/console/{tenant}/companies/{item}", ofTenant(organisation.edit(Kind.COMPANY)))
                .post("/console/{tenant}/companies/{item}", ofTenant(organisation.rename(Kind.COMPANY)))
                .post("/console/{tenant}/companies/{item}/close", ofTenant(organisation.close(Kind.COMPANY)))
                .get("/console/{tenant}/roles", ofTenant(organisation::show))
                .post("/console/{tenant}/roles", ofTenant(organisation.add(Kind.ROLE)))
                .get("/console/{tenant}/roles/{item}", ofTenant(organisation.edit(Kind.ROLE)))
                .post("/console/{tenant}/roles/{item}", ofTenant(organisation.rename(Kind.ROLE)))
                .post("/console/{tenant}/roles/{item}/close", ofTenant(organisation.close(Kind.ROLE)))
                .get("/console/{tenant}/log", ofTenant(log::show))
                .get("/console/{tenant}/log.csv", ofTenant(log::file))
                .get("/console/{tenant}/problems", ofTenant(problems::show))
                .get("/console/{tenant}/users", ofTenant(users::list))
                .get("/console/{tenant}/users/{user}", ofTenant(users::show))
                .get("/console/{tenant}/groups", ofTenant(groups::list))
                .get("/console/{tenant}/groups/{group}", ofTenant(groups::show))
                .get("/console/{tenant}/guides", ofTenant(guides::list))
                .get("/console/{tenant}/guides/{guide}", ofTenant(guides::show));
    }

    Answer answer(HttpServletRequest request, HttpServletResponse response) {
        Optional<Router.Match> match = router.find(request.getMethod(), request.getRequestURI());
        if (match.isEmpty()) {
            return ErrorPage.notFound();
        }
        BrowserToken browser = BrowserToken.of(request, response, secure);
        Exchange exchange = new Exchange(request, response, match.orElseThrow().variables(), browser);
        if (request.getMethod().equals("POST") && !ownForm(request, exchange)) {
            return ErrorPage.foreignForm();
        }
        return match.orElseThrow().handler().answer(exchange);
    }

    /** Whether a form that this browser was given for this session was sent, and by one of our own pages. */
    private static boolean ownForm(HttpServletRequest request, Exchange exchange) {
        // read before anything is refused: a body that stays unread costs the browser its connection
        boolean ours = exchange.browser().wrote(exchange.field(BrowserToken.FORM_FIELD));
        String origin = request.getHeader("Sec-Fetch-Site");
        boolean ownPage = origin == null || origin.equals("same-origin");
        return ownPage && ours;
    }

    /** For whoever has signed in, even with a password that must be changed first. */
    private Handler<Exchange> anyone(Handler<Visit> handler) {
        return exchange -> {
            Optional<Administrator> administrator =
                    sessions.find(exchange.browser().token());
            if (administrator.isEmpty()) {
                return new Answer.Redirect("/sign-in");
            }
            String organisation = administrator.orElseThrow().organisationId();
            return handler.answer(new Visit(
                    exchange,
                    administrator.orElseThrow(),
                    tenants.organisationName(organisation),
                    tenants.of(organisation)));
        };
    }

    private Handler<Exchange> signedIn(Handler<Visit> handler) {
        return anyone(visit ->
                visit.administrator().passwordOnce() ? new Answer.Redirect("/password") : handler.answer(visit));
    }

    /** Whoever has lost the administrator's rights may look at everything, and sends no form. */
    private Handler<Exchange> withRights(Handler<Visit> handler) {
        return signedIn(
                visit -> visit.administrator().mayChange() || !visit.exchange().isForm()
                        ? handler.answer(visit)
                        : ErrorPage.needsRights());
    }

    private Handler<Exchange> ofTenant(Handler<TenantVisit> handler) {
        return withRights(visit -> {
            List<Tenant> own = visit.tenants();
            String slug = visit.exchange().variable("tenant");
            return own.stream()
                    .filter(tenant -> tenant.slug().equals(slug))
                    .findFirst()
                    .map(tenant -> handler.answer(new TenantVisit(visit, tenant)))
                    .orElseGet(ErrorPage::notFound);
        });
    }
}
