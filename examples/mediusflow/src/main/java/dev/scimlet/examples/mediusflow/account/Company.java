package dev.scimlet.examples.mediusflow.account;

/** A company whose invoices are paid. A closed one takes no new accounts. */
public record Company(String id, String name, boolean closed) {}
