package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The example of {@code docs/tenants.md}: each customer has a host of its own. */
class TenantsByHostTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Rooms {

        @Bean
        InMemoryRepository users() {
            return InMemoryRepository.of(StandardTypes.user());
        }

        @Bean
        TenantResolver tenantOfHost() {
            String domain = ".rooms.example";
            return TenantResolver.byHost(
                    host -> host.endsWith(domain) ? host.substring(0, host.length() - domain.length()) : null);
        }
    }

    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() {
        application = new SpringApplicationBuilder(Rooms.class)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.main.banner-mode=off",
                        "spring.datasource.url=jdbc:h2:mem:tenants-by-host",
                        "scimlet.directories.create-tables=true")
                .run();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private String token(String tenant) {
        Directories directories = application.getBean(Directories.class);
        Directory directory = directories.create(tenant, "Entra ID", IdentityProvider.ENTRA_ID);
        return directories
                .credentials()
                .createToken(directory.id(), "2026", Duration.ofDays(365))
                .secret();
    }

    /** The answer as it comes; the client of the JDK does not let the host be named. */
    private String answer(String method, String host, String token, String body) throws IOException {
        int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write((method + " /scim/v2/Users HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token
                                    + "\r\nContent-Type: application/scim+json\r\nContent-Length: " + body.length()
                                    + "\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theHostNamesTheTenant() throws IOException {
        String contoso = token("contoso");
        String fabrikam = token("fabrikam");

        String created = answer(
                "POST",
                "Contoso.rooms.example",
                contoso,
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"nia\"}");

        assertThat(created).startsWith("HTTP/1.1 201");
        assertThat(answer("GET", "contoso.rooms.example:8443", contoso, "")).contains("\"totalResults\":1");
        assertThat(answer("GET", "fabrikam.rooms.example", fabrikam, "")).contains("\"totalResults\":0");
        assertThat(answer("GET", "fabrikam.rooms.example", contoso, ""))
                .startsWith("HTTP/1.1 403")
                .contains("these credentials belong to another tenant than the URL names");
    }

    /** As of a check of health by address: the token tells. */
    @Test
    void aHostThatNamesNobodyLeavesItToTheToken() throws IOException {
        assertThat(answer("GET", "127.0.0.1", token("contoso"), ""))
                .startsWith("HTTP/1.1 200")
                .contains("\"totalResults\":0");
    }
}
