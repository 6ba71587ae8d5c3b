package org.vidimus.policy.phishing;

import org.vidimus.policy.dns.DomainName;

/// A domain that can be taken for a protected one, and how.
///
/// Immutable.
public sealed interface LookAlike {
    /// The domain found.
    DomainName domain();

    /// The protected domain for which it can be taken.
    DomainName of();

    /// Written with characters that look alike, by UTS 39: `exarnple.com`, `paypa1.com`, or Cyrillic letters.
    record Confusable(DomainName domain, DomainName of) implements LookAlike {}

    /// Digits stand for letters, or one letter for another of its shape: `3xample.com`, `exampie.com`.
    record Digits(DomainName domain, DomainName of) implements LookAlike {}

    /// The same name under another suffix: `example.co` for `example.com`.
    record OtherSuffix(DomainName domain, DomainName of) implements LookAlike {}

    /// The protected name is a part of the domain in front of the registered one: `example.com.evil.net`,
    /// `example.evil.net`.
    record Subdomain(DomainName domain, DomainName of) implements LookAlike {}

    /// The protected name with words before or behind it: `example-login.com`.
    ///
    /// @param words what was added, as it stands there
    record AddedWords(DomainName domain, DomainName of, String words) implements LookAlike {}

    /// A slip or two of the keyboard away: `exmaple.com`.
    ///
    /// @param edits letters inserted, removed, replaced or swapped with their neighbour
    record Misspelt(DomainName domain, DomainName of, int edits) implements LookAlike {}

    /// The way as a word: `confusable`, `digits`, `other-suffix`, `subdomain`, `added-words` or `misspelt`.
    default String word() {
        return switch (this) {
            case Confusable _ -> "confusable";
            case Digits _ -> "digits";
            case OtherSuffix _ -> "other-suffix";
            case Subdomain _ -> "subdomain";
            case AddedWords _ -> "added-words";
            case Misspelt _ -> "misspelt";
        };
    }

    /// The way in a few words, printable ASCII.
    default String explanation() {
        return switch (this) {
            case Confusable _ -> "characters that look alike";
            case Digits _ -> "digits or letters of a similar shape";
            case OtherSuffix _ -> "the same name under another suffix";
            case Subdomain _ -> "the name in front of somebody else's domain";
            case AddedWords(DomainName _, DomainName _, String words) -> "the name with \"" + words + "\" added";
            case Misspelt(DomainName _, DomainName _, int edits) ->
                edits == 1 ? "one letter off" : edits + " letters off";
        };
    }
}
