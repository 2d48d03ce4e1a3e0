package dev.scimlet.directory.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.AuthenticationMethod;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guides, and the pages that are written from them: {@code target/providers}, of which {@code docs/providers} is a copy. */
final class ProviderGuidesTest {

    private static final Path DOCS = Path.of("..", "docs", "providers");

    private static Stream<Value> values(ProviderGuide guide) {
        return guide.ways().stream().flatMap(way -> way.steps().stream()).flatMap(step -> step.values().stream());
    }

    @Test
    void areThereForEachProvider() {
        assertThat(ProviderGuides.all()).extracting(ProviderGuide::provider).containsExactly(IdentityProvider.values());
        for (IdentityProvider provider : IdentityProvider.values()) {
            ProviderGuide guide = ProviderGuides.of(provider);
            assertThat(guide.provider()).isEqualTo(provider);
            assertThat(guide.slug()).matches("[a-z]+(-[a-z]+)*");
            assertThat(guide.ways()).isNotEmpty();
        }
    }

    /** What providers can do, as the table of docs/directories.md has it. */
    @Test
    void tellWhatEachCanAuthenticateWith() {
        Set<AuthenticationMethod> secrets =
                EnumSet.of(AuthenticationMethod.CLIENT_SECRET_BASIC, AuthenticationMethod.CLIENT_SECRET_POST);
        Set<AuthenticationMethod> secretsAndTokens = EnumSet.of(AuthenticationMethod.PASTED_TOKEN);
        secretsAndTokens.addAll(secrets);
        Set<AuthenticationMethod> tokens = EnumSet.of(AuthenticationMethod.PASTED_TOKEN);

        assertThat(ProviderGuides.of(IdentityProvider.ENTRA_ID).methods())
                .containsExactlyInAnyOrder(
                        AuthenticationMethod.WORKLOAD_IDENTITY,
                        AuthenticationMethod.CLIENT_SECRET_BASIC,
                        AuthenticationMethod.CLIENT_SECRET_POST,
                        AuthenticationMethod.PASTED_TOKEN);
        for (IdentityProvider provider : List.of(
                IdentityProvider.OKTA,
                IdentityProvider.ONELOGIN,
                IdentityProvider.JUMPCLOUD,
                IdentityProvider.GOOGLE)) {
            assertThat(ProviderGuides.of(provider).methods())
                    .as(provider.name())
                    .isEqualTo(tokens);
        }
        for (IdentityProvider provider : List.of(IdentityProvider.PING, IdentityProvider.SAILPOINT)) {
            assertThat(ProviderGuides.of(provider).methods())
                    .as(provider.name())
                    .isEqualTo(secretsAndTokens);
        }
    }

    /** A way that fetches tokens enters where, and as whom; a pasted token is all that the other one needs. */
    @Test
    void haveAllThatAWayNeedsEntered() {
        for (ProviderGuide guide : ProviderGuides.all()) {
            for (Way way : guide.ways()) {
                List<String> entered = way.steps().stream()
                        .flatMap(step -> step.values().stream())
                        .map(Value::text)
                        .toList();
                assertThat(entered).as(guide + ", " + way.name()).contains("{SCIM URL}");
                boolean pasted = way.methods().contains(AuthenticationMethod.PASTED_TOKEN);
                assertThat(entered.containsAll(List.of("{token URL}", "{client id}")))
                        .as(guide + ", " + way.name())
                        .isEqualTo(!pasted);
                assertThat(entered.contains("the token")).isEqualTo(pasted);
                assertThat(entered.contains("the secret"))
                        .isEqualTo(way.methods().contains(AuthenticationMethod.CLIENT_SECRET_BASIC));
            }
        }
    }

    @Test
    void areFilledWithTheValuesOfADirectory() {
        Directory acme = Directories.builder(new InMemoryDirectoryStore())
                .build()
                .create("acme", "Entra ID", IdentityProvider.ENTRA_ID);

        ProviderGuide guide = ProviderGuides.of(acme.identityProvider())
                .with(ConnectionValues.of(
                        acme, "https://app.example.com/scim/v2/acme", "https://app.example.com/scim/oauth2/token"));

        assertThat(values(guide))
                .contains(
                        new Value("SCIM URL", "https://app.example.com/scim/v2/acme"),
                        new Value("Token URL", "https://app.example.com/scim/oauth2/token"),
                        new Value("Client ID", acme.clientId()))
                .noneMatch(value -> value.text().contains("{"));
        assertThat(guide.notes())
                .isEqualTo(ProviderGuides.of(IdentityProvider.ENTRA_ID).notes());
    }

    @Test
    void useNoValueThatIsNotFilled() {
        Pattern placeholder = Pattern.compile("\\{[^}]*}");
        for (ProviderGuide guide : ProviderGuides.all()) {
            assertThat(values(guide)
                            .flatMap(value ->
                                    placeholder.matcher(value.text()).results().map(found -> found.group())))
                    .isSubsetOf("{SCIM URL}", "{token URL}", "{client id}");
        }
    }

    // ---- pages

    private static String page(ProviderGuide guide) {
        StringBuilder text = new StringBuilder("# " + guide.name() + "\n\n" + guide.summary() + "\n\n");
        text.append("| The application shows | |\n| --- | --- |\n");
        text.append("| SCIM URL | where the service is, for this customer |\n");
        if (!guide.methods().equals(Set.of(AuthenticationMethod.PASTED_TOKEN))) {
            text.append("| token URL | where access tokens are fetched |\n");
            text.append("| client id | of the directory |\n");
        }
        text.append("| a token or secret | once, where it is made |\n");
        for (Way way : guide.ways()) {
            text.append("\n## ").append(way.name()).append("\n\n");
            text.append("The directory has to allow ")
                    .append(way.methods().stream()
                            .map(method -> "`" + method.name() + "`")
                            .collect(Collectors.joining(" or ")))
                    .append(".\n\n");
            int number = 1;
            for (Step step : way.steps()) {
                text.append(number++).append(". ").append(step.sentence()).append("\n");
                if (!step.values().isEmpty()) {
                    text.append("\n   | Field | Value |\n   | --- | --- |\n");
                    step.values()
                            .forEach(value -> text.append("   | ")
                                    .append(value.label())
                                    .append(" | ")
                                    .append(value.text())
                                    .append(" |\n"));
                    text.append("\n");
                }
            }
        }
        text.append("\n## Good to know\n\n");
        guide.notes().forEach(note -> text.append("* ").append(note).append("\n"));
        return text.toString().replace("\n\n\n", "\n\n");
    }

    private static String index() {
        StringBuilder text = new StringBuilder("# Guides to identity providers\n\n")
                .append(
                        "What an administrator does to connect a provider to a [directory](../directories.md), and what each can")
                .append(" authenticate with. A page of yours shows the same with the values of one directory:")
                .append(
                        " `ProviderGuides.of(provider).with(values)`. Written by `ProviderGuidesTest` in scim-directory.\n\n");
        text.append("| Provider |");
        for (AuthenticationMethod method : AuthenticationMethod.values()) {
            text.append(" `").append(method.word()).append("` |");
        }
        text.append("\n|")
                .append(" --- |".repeat(1 + AuthenticationMethod.values().length))
                .append("\n");
        for (ProviderGuide guide : ProviderGuides.all()) {
            text.append("| [" + guide.name() + "](" + guide.slug() + ".md) |");
            Arrays.stream(AuthenticationMethod.values())
                    .forEach(method -> text.append(guide.methods().contains(method) ? " yes |" : " |"));
            text.append("\n");
        }
        text.append(
                        "\nFields and menus are those of the providers' own documentation and of guides of other applications, as of")
                .append(
                        " November 2026; no provider was at hand. Okta's OAuth needs an authorization code, which is not offered; for")
                .append(" OneLogin, JumpCloud and Google nothing newer than a pasted token was found.\n");
        return text.toString();
    }

    @Test
    void areCopiedToTheDocuments() throws IOException {
        TreeMap<String, String> pages = new TreeMap<>();
        pages.put("README.md", index());
        ProviderGuides.all().forEach(guide -> pages.put(guide.slug() + ".md", page(guide)));
        Path target = Files.createDirectories(Path.of("target", "providers"));
        for (var page : pages.entrySet()) {
            Files.writeString(target.resolve(page.getKey()), page.getValue());
        }

        try (Stream<Path> there = Files.list(DOCS)) {
            assertThat(there.map(file -> file.getFileName().toString()))
                    .as("docs/providers is a copy of scim-directory/target/providers")
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
        for (var page : pages.entrySet()) {
            assertThat(DOCS.resolve(page.getKey()))
                    .as("docs/providers is a copy of scim-directory/target/providers")
                    .content(StandardCharsets.UTF_8)
                    .isEqualTo(page.getValue());
        }
    }
}
