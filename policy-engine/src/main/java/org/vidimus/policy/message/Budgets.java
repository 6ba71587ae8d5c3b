package org.vidimus.policy.message;

/// How much of one message we look at: every limit of this module, in one place.
///
/// A limit is never a way past us. What happens over each is said below; none of them makes a forged field
/// survive.
///
/// Immutable.
///
/// @param headerFields header fields of one message, a count of at least 1. Beyond it [RawMessage#parse]
///     refuses, and an examination reports the limit and goes on removing forged fields. Default: 10,000
/// @param headerBytes octets of the whole header, names, colons and line ends included, at least 1. Beyond it
///     as for `headerFields`. Default: 2,097,152 (2 MiB)
/// @param authenticationResultsBytes octets of the values of all Authentication-Results fields of one message,
///     at least 1. What is beyond is not read: the parser calls such a value malformed, and on incoming mail
///     such fields are removed. Default: 131,072 (128 KiB)
/// @param forgedFields Authentication-Results fields removed from one message, a count of at least 1. A message
///     with more is refused: each removal makes an MTA walk its header once more, so their number would become
///     the sender's lever on the MTA. Default: 500
public record Budgets(int headerFields, int headerBytes, int authenticationResultsBytes, int forgedFields) {
    /// The defaults.
    public static final Budgets DEFAULT = new Budgets(10_000, 2 << 20, 128 << 10, 500);

    /// Checks that every limit is at least 1.
    ///
    /// @throws IllegalArgumentException if one is not
    public Budgets {
        atLeastOne("headerFields", headerFields);
        atLeastOne("headerBytes", headerBytes);
        atLeastOne("authenticationResultsBytes", authenticationResultsBytes);
        atLeastOne("forgedFields", forgedFields);
    }

    private static void atLeastOne(String limit, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(limit + " must be at least 1, not " + value);
        }
    }
}
