/**
 * The signatures of webhooks, as Standard Webhooks has them: those who send sign, those who receive verify.
 *
 * <p>A receiver starts at {@link dev.scimlet.core.webhook.WebhookVerifier}. Nothing here sends, and nothing here knows SCIM: the
 * package uses the JDK alone, so that whoever receives needs no more.
 */
@NullMarked
package dev.scimlet.core.webhook;

import org.jspecify.annotations.NullMarked;
