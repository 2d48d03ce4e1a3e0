package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.examples.mediusflow.tenant.Tenant;

/** A request by an administrator about one tenant of the administrator's organisation. */
record TenantVisit(Visit visit, Tenant tenant) {

    Exchange exchange() {
        return visit.exchange();
    }

    String administrator() {
        return visit.administrator().loginName();
    }

    /** The address of a page of this tenant; {@code page} is empty for the first one. */
    String address(String page) {
        String root = "/console/" + tenant.slug();
        return page.isEmpty() ? root : root + "/" + page;
    }
}
