package dev.scimlet.examples.mediusflow.html;

/** What an element is made of: attributes and content, in any order. */
public sealed interface Part permits Attribute, Html {}
