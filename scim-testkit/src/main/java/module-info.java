/** Contract tests and replay of recorded exchanges. */
module dev.scimlet.testkit {
    exports dev.scimlet.testkit.contract;
    exports dev.scimlet.testkit.host;
    exports dev.scimlet.testkit.http;
    exports dev.scimlet.testkit.json;
    exports dev.scimlet.testkit.replay;

    // JUnit finds the tests of a contract by reflection
    opens dev.scimlet.testkit.contract to
            org.junit.platform.commons;
    opens dev.scimlet.testkit.host to
            org.junit.platform.commons;

    requires com.fasterxml.jackson.databind;
    requires transitive dev.scimlet.spi;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
}
