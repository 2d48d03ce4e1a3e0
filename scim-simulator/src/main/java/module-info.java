/** Simulated identity providers. */
module dev.scimlet.simulator {
    exports dev.scimlet.simulator.client;
    exports dev.scimlet.simulator.directory;
    exports dev.scimlet.simulator.discovery;
    exports dev.scimlet.simulator.entra;
    exports dev.scimlet.simulator.log;
    exports dev.scimlet.simulator.mapping;
    exports dev.scimlet.simulator.oauth;
    exports dev.scimlet.simulator.okta;
    exports dev.scimlet.simulator.transport;

    requires jdk.httpserver;
    requires transitive dev.scimlet.testkit;
    requires static transitive org.jspecify;
}
