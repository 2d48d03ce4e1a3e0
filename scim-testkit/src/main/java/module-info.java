/** Contract tests, replay of recorded exchanges, simulated identity providers. */
module dev.scimlet.testkit {
    exports dev.scimlet.testkit.contract;
    exports dev.scimlet.testkit.http;
    exports dev.scimlet.testkit.json;
    exports dev.scimlet.testkit.replay;
    exports dev.scimlet.testkit.simulator.client;
    exports dev.scimlet.testkit.simulator.directory;
    exports dev.scimlet.testkit.simulator.entra;
    exports dev.scimlet.testkit.simulator.log;
    exports dev.scimlet.testkit.simulator.mapping;
    exports dev.scimlet.testkit.simulator.okta;
    exports dev.scimlet.testkit.simulator.transport;

    // JUnit finds the tests of a contract by reflection
    opens dev.scimlet.testkit.contract to
            org.junit.platform.commons;

    requires com.fasterxml.jackson.databind;
    requires transitive dev.scimlet.spi;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
}
