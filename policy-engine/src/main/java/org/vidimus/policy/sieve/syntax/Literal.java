package org.vidimus.policy.sieve.syntax;

/// A string as it stands in a script (§2.4.2), escapes and dot-stuffing undone; lines in it end with CRLF.
///
/// Immutable.
///
/// @param text its characters
/// @param at where it begins
public record Literal(String text, Position at) {}
