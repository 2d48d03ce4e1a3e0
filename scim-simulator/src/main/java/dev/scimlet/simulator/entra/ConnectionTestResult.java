package dev.scimlet.simulator.entra;

/**
 * What "Test Connection" says.
 *
 * @param errorCode such as {@code InvalidCredentials}, or empty text
 * @param message a sentence for the administrator
 */
public record ConnectionTestResult(boolean succeeded, String errorCode, String message) {}
