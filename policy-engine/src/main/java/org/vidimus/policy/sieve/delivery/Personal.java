package org.vidimus.policy.sieve.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderText;
import org.vidimus.policy.message.MailAddress;

/// Whether a message was written by somebody to somebody, so that a machine may answer it ([RFC 5230
/// §4.5](https://www.rfc-editor.org/rfc/rfc5230#section-4.5), §4.6; [RFC 3834
/// §2](https://www.rfc-editor.org/rfc/rfc3834#section-2)).
final class Personal {
    /// The fields in which the recipient has to stand.
    private static final List<String> RECIPIENTS = List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc");
    private static final Set<String> MACHINES =
            Set.of("mailer-daemon", "listserv", "majordomo", "noreply", "no-reply", "donotreply", "do-not-reply");
    private static final Set<String> BULK = Set.of("bulk", "junk", "list");
    private static final Pattern COMMA = Pattern.compile(",");

    private Personal() {}

    /// Why nobody answers; empty if the message may be answered.
    ///
    /// @param from the sender of the envelope
    /// @param own whose message it is, with all their addresses
    static Optional<String> reason(HeaderBlock header, String from, Recipient own) {
        Optional<MailAddress> sender = Paths.address(from);
        if (sender.isEmpty()) {
            return Optional.of(from.isEmpty() ? "null sender" : "the sender is no address");
        }
        String local = sender.get().localPart().utf8().toLowerCase(Locale.ROOT);
        if (own.has(sender.get().localPart().utf8() + "@" + sender.get().domain())) {
            return Optional.of("own address");
        }
        if (isMachine(local)) {
            return Optional.of("the sender is a machine");
        }
        return marked(header);
    }

    /// Which of the recipient's addresses the message is addressed to.
    static Optional<String> addressed(HeaderBlock header, Recipient own) {
        List<String> found = Paths.in(header, RECIPIENTS);
        return own.all()
                .filter(one -> found.stream().anyMatch(one::equalsIgnoreCase))
                .findFirst();
    }

    private static boolean isMachine(String local) {
        return MACHINES.contains(local)
                || local.startsWith("owner-")
                || local.endsWith("-owner")
                || local.endsWith("-request")
                || local.endsWith("-bounces")
                || local.contains("-bounces+");
    }

    /// Whether a field says that a list or a machine sent it.
    private static Optional<String> marked(HeaderBlock header) {
        for (HeaderBlock.Entry entry : header.entries()) {
            String name = entry.field().name().latin1().strip().toLowerCase(Locale.ROOT);
            if (name.startsWith("list-")) {
                return Optional.of("a mailing list");
            }
        }
        // RFC 3834 §5: what stands behind the keyword are parameters and comments.
        if (values(header, "Auto-Submitted").anyMatch(value -> !value.matches("no\\b.*"))) {
            return Optional.of("sent automatically");
        }
        if (values(header, "Precedence").anyMatch(BULK::contains)) {
            return Optional.of("bulk mail");
        }
        // Exchange's own field; DR, RN and so on are about other messages.
        boolean suppressed = values(header, "X-Auto-Response-Suppress")
                .flatMap(COMMA::splitAsStream)
                .map(String::strip)
                .anyMatch(word -> word.equals("all") || word.equals("oof"));
        return suppressed ? Optional.of("answers are not wanted") : Optional.empty();
    }

    private static java.util.stream.Stream<String> values(HeaderBlock header, String name) {
        return header.named(Bytes.utf8(name)).stream()
                .map(entry -> HeaderText.decoded(entry.field()).strip().toLowerCase(Locale.ROOT));
    }
}
