/** Contract tests, replay of recorded exchanges, simulated identity providers. */
module dev.scimlet.testkit {
    requires com.fasterxml.jackson.databind;
    requires transitive dev.scimlet.spi;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
}
