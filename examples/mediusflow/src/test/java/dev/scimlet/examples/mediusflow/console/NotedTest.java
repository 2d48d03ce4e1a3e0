package dev.scimlet.examples.mediusflow.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NotedTest {

    @Test
    void hasASentenceForEverythingAndNoOther() {
        Set<String> sentences =
                new HashSet<>(ResourceBundle.getBundle("dev.scimlet.examples.mediusflow.provisioning.log", Locale.ROOT)
                        .keySet());
        Set<String> codes =
                Arrays.stream(Noted.values()).map(Noted::code).collect(Collectors.toCollection(HashSet::new));
        codes.addAll(Set.of("mediusflow.defaults", "mediusflow.no-defaults"));

        assertThat(sentences).isEqualTo(codes);
    }
}
