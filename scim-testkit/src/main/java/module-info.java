/** Contract tests, replay of recorded exchanges, simulated identity providers. */
module dev.scimlet.testkit {
    exports dev.scimlet.testkit.http;
    exports dev.scimlet.testkit.json;
    exports dev.scimlet.testkit.replay;

    requires com.fasterxml.jackson.databind;
    requires transitive dev.scimlet.spi;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
}
