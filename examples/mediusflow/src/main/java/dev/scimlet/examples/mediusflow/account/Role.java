package dev.scimlet.examples.mediusflow.account;

/** What an account may do. A closed one is given to no new accounts. */
public record Role(String id, String name, String description, boolean closed) {}
