package dev.scimlet.spring;

import dev.scimlet.directory.Directories;

/**
 * A bean that has the last word on how {@link Directories} are built, after the settings and the other beans:
 *
 * <pre>{@code
 * @Bean
 * DirectoriesCustomizer audit(AuditTrail trail) {
 *     return directories -> directories.onAudit(trail::write);
 * }
 * }</pre>
 *
 * <p>Several are called in the order of {@link org.springframework.core.annotation.Order}.
 */
@FunctionalInterface
public interface DirectoriesCustomizer {

    /** Changes the directories that are about to be built. */
    void customize(Directories.Builder directories);
}
