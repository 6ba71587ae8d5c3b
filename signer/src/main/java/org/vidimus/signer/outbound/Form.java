package org.vidimus.signer.outbound;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.message.Fact;
import org.vidimus.policy.message.MessageFacts;
import org.vidimus.signer.rules.UnsignedReason;

/// Which messages must not be signed for their form.
final class Form {
    private Form() {}

    /// Why this message must not be signed, if so.
    ///
    /// DKS-5: a field that occurs twice is read differently by different readers
    /// ([§8.15](https://www.rfc-editor.org/rfc/rfc6376#section-8.15)); stray control characters and lines that
    /// are too long are changed on the way ([RFC 6376
    /// §5.3](https://www.rfc-editor.org/rfc/rfc6376#section-5.3)), and the signature with them.
    static Optional<UnsignedReason> problem(MessageFacts facts) {
        if (!facts.duplicates().isEmpty()) {
            return Optional.of(UnsignedReason.DUPLICATE_FIELD);
        }
        if (facts.hasStrayControls()) {
            return Optional.of(UnsignedReason.STRAY_CONTROL);
        }
        return facts.facts().contains(Fact.HEADER_LONG_LINE) || facts.facts().contains(Fact.BODY_LONG_LINE)
                ? Optional.of(UnsignedReason.LONG_LINE)
                : Optional.empty();
    }

    /// The same for the sender, who may not know what is meant by a word.
    static String sentence(UnsignedReason reason, MessageFacts facts) {
        return switch (reason) {
            case DUPLICATE_FIELD ->
                "Header field that may occur once occurs twice: " + String.join(", ", facts.duplicates());
            case STRAY_CONTROL -> "CR, LF or NUL where it may not be: " + words(facts);
            default -> "Line of more than 998 octets: " + words(facts);
        };
    }

    /// The words of the facts that are meant, for the log.
    static String words(MessageFacts facts) {
        List<String> words = facts.words();
        return String.join(",", words);
    }
}
