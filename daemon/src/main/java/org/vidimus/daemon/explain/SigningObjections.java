package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.Fact;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.MessageFacts;
import org.vidimus.policy.message.RawMessage;

/// Why a message should not be signed ([RFC 6376 §3.8](https://www.rfc-editor.org/rfc/rfc6376#section-3.8), §5.3):
/// readers and verifiers would not agree what it says, or it is bound to be changed on its way.
final class SigningObjections {
    private static final Bytes FROM = Bytes.utf8("From");

    private SigningObjections() {}

    /// All that speaks against it, in words of ours; empty for mail as it should be.
    static List<String> of(RawMessage message, Author author, MessageFacts facts) {
        List<String> objections = new ArrayList<>(of(author, message.header()));
        if (message.headerEnd() == RawMessage.HeaderEnd.NOT_A_FIELD) {
            objections.add("no blank line ends the header");
        }
        facts.duplicates().stream()
                .filter(name -> !name.equals("from"))
                .forEach(name -> objections.add("more than one " + name + " field"));
        for (Fact fact : facts.facts()) {
            String what = objection(fact);
            if (!what.isEmpty()) {
                objections.add(what);
            }
        }
        return objections;
    }

    /// What is wrong with the author.
    static List<String> of(Author author, HeaderBlock header) {
        int fields = header.named(FROM).size();
        if (fields > 1) {
            return List.of(fields + " From fields");
        }
        return switch (author) {
            case Author.Single _ -> List.of();
            case Author.None(String why) -> List.of("no author: " + why);
            case Author.Several(var domains) -> List.of(domains.size() + " domains in From");
            case Author.Unreadable(int _, String why) -> List.of("From cannot be read: " + why);
        };
    }

    private static String objection(Fact fact) {
        return switch (fact) {
            case HEADER_BARE_CR -> "a CR without LF in the header";
            case HEADER_BARE_LF -> "an LF without CR in the header";
            case HEADER_NUL -> "a NUL in the header";
            case HEADER_LONG_LINE -> "a line of more than 998 octets in the header";
            case BODY_BARE_CR -> "a CR without LF in the body";
            case BODY_BARE_LF -> "an LF without CR in the body";
            case BODY_NUL -> "a NUL in the body";
            case BODY_LONG_LINE -> "a line of more than 998 octets in the body";
            // These are said by name, or do not keep a message from being signed.
            case DUPLICATE_FIELD,
                    NO_FROM,
                    NO_DATE,
                    SPACE_BEFORE_COLON,
                    BAD_FIELD_NAME,
                    HEADER_BLANK_LINE,
                    HEADER_EIGHT_BIT -> "";
        };
    }
}
