package dev.scimlet.examples.mediusflow.account;

/** What an account may do. */
public record Role(String id, String name, String description) {}
