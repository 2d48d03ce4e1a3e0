package dev.scimlet.simulator.okta;

/**
 * What an import has found.
 *
 * @param users how many users are in the application
 * @param matched how many of them have the name of a user in the directory
 * @param groups how many groups are in the application
 */
public record ImportResult(int users, int matched, int groups) {}
