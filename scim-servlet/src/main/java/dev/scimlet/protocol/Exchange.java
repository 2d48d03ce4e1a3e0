package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.json.Locations;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Unit;

/**
 * One request that has found its tenant and its sender.
 *
 * @param request as sent
 * @param route where it leads
 * @param context for whom and by whom, for repositories
 * @param profile what is tolerated of this tenant's clients
 * @param passwords what becomes of a password
 * @param locations where resources are, in the form of this request
 * @param view what the sender may see
 * @param ignored what of the request is not kept, because the host chose that
 * @param outcome what listeners are told in the end
 */
record Exchange(
        ScimRequest request,
        Route route,
        RequestContext context,
        ClientProfile profile,
        PasswordHandling passwords,
        Locations locations,
        ClientView view,
        IgnoredPaths ignored,
        ExchangeOutcome outcome) {

    /** The same request as a part of a unit: what is read and written with it is in the unit. */
    Exchange within(Unit unit) {
        return new Exchange(
                request, route, context.within(unit), profile, passwords, locations, view, ignored, outcome);
    }

    /** The same request once its change is stored: telling what is stored is not refused. */
    Exchange stored() {
        return new Exchange(
                request, route, context.withoutBudget(), profile, passwords, locations, view, ignored, outcome);
    }

    /** What the request may still spend, all operations of a Bulk request together. */
    Budget budget() {
        return context.budget();
    }
}
