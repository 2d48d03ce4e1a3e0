package dev.scimlet.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.AuthenticationMethod;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.simulator.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a directory authenticates with, its people come in; {@link FederationTest} has Entra ID without a secret. */
final class CredentialsTest {

    private static RunningApplication application;
    private static Directories directories;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    /** Those that the simulator plays. */
    enum Provider {
        ENTRA,
        OKTA;

        IdentityProvider identityProvider() {
            return this == ENTRA ? IdentityProvider.ENTRA_ID : IdentityProvider.OKTA;
        }
    }

    @BeforeAll
    static void start() {
        application = new RunningApplication("jdbc:h2:mem:credentials", "scimlet.directories.demand-tls=false");
        directories = application.bean(Directories.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void empty() {
        application.empty();
        directories.ofTenant("default").forEach(former -> directories.delete(former.id()));
    }

    private static Directory directoryOf(Provider provider) {
        return directories.create("default", provider.name(), provider.identityProvider());
    }

    private void provision(Provider provider, String... credentials) {
        List<String> arguments = new ArrayList<>(List.of(
                provider.name().toLowerCase(Locale.ROOT),
                "--url",
                application.scim().toString(),
                "--users",
                "12",
                "--groups",
                "2"));
        arguments.addAll(Arrays.asList(credentials));

        assertThat(run(arguments)).as(out.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(application.rows("SELECT COUNT(*) FROM users WHERE directory_id IS NOT NULL"))
                .isNotEqualTo(List.of("0"));
    }

    private int run(List<String> arguments) {
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Main(printed, printed, false).run(arguments);
    }

    private static String[] client(Directory directory, String way, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--auth",
                way,
                "--token-url",
                application.page("/scim/oauth2/token").toString(),
                "--client-id",
                directory.clientId()));
        options.addAll(Arrays.asList(more));
        return options.toArray(String[]::new);
    }

    private static List<String> issuedBy() {
        return application.rows("SELECT label FROM scimlet_credentials WHERE kind = 'ACCESS_TOKEN'");
    }

    @ParameterizedTest
    @EnumSource
    void provisionsWithAPastedToken(Provider provider) {
        String token = directories
                .credentials()
                .createToken(directoryOf(provider).id(), "first", Duration.ofDays(180))
                .secret();

        provision(provider, "--auth", "pasted", "--token", token);

        assertThat(issuedBy()).isEmpty();
    }

    @Test
    void provisionsWithAClientSecret() {
        Directory entra = directoryOf(Provider.ENTRA);
        String secret =
                directories.credentials().createSecret(entra.id(), "first").secret();

        provision(Provider.ENTRA, client(entra, "secret", "--secret", secret));

        assertThat(issuedBy()).containsExactly(AuthenticationMethod.CLIENT_SECRET_BASIC.word());
    }

    @ParameterizedTest
    @EnumSource
    void provisionsWithAKeyOfItsOwn(Provider provider) throws Exception {
        Directory directory = directoryOf(provider);
        String key = keyFile().toString();
        assertThat(run(List.of("entra", "keys", "--key", key))).isZero();
        directories
                .credentials()
                .trustKeys(directory.id(), "first", out.toString(StandardCharsets.UTF_8), same -> same);

        provision(provider, client(directory, "private-key", "--key", key, "--keys-port", "0"));

        assertThat(issuedBy()).containsExactly(AuthenticationMethod.PRIVATE_KEY_JWT.word());
    }

    private Path keyFile() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
    }
}
