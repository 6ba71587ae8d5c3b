package org.vidimus.policy.sieve.delivery;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;

/// Carries out `reject` and `ereject` ([RFC 5429 §2](https://www.rfc-editor.org/rfc/rfc5429#section-2)): as a reply
/// where that can be, otherwise as a report to the sender.
///
/// Immutable, thread-safe if its random generator is.
final class Rejection {
    private static final String GENERIC = "The mail filter of the recipient refused the message";
    // RFC 5321 §4.5.3.1.5 allows 512 octets with code, status and line end.
    private static final int LONGEST_LINE = 400;
    private static final int LINES = 20;
    private static final int HEADER_BYTES = 32 << 10;

    private final Site site;
    private final RandomGenerator random;

    Rejection(Site site, RandomGenerator random) {
        this.site = site;
        this.random = random;
    }

    /// What becomes of an action.
    ///
    /// RFC 5429 §2.1.1, §2.2: `ereject` is a reply whenever one can be given, with words of ours in place of a
    /// reason that a reply cannot hold; `reject` is one only with the reason as it is.
    Refusal refusal(Action.Reject action, SieveMessage message, Recipient recipient, Door door) {
        boolean holds = door.utf8() || Composer.isAscii(action.reason());
        if (door.replies() && (holds || action.atProtocol())) {
            return new Refusal.Reply(action.code(), action.status(), holds ? lines(action.reason()) : List.of(GENERIC));
        }
        String from = message.envelope().from();
        if (Paths.address(from).isEmpty()) {
            // RFC 5429 §2.1.2, §2.2.1.
            return new Refusal.Silence(from.isEmpty() ? "null sender" : "the sender is no address");
        }
        return new Refusal.Report(report(action, message, recipient, from));
    }

    /// RFC 5429 §2.5: a line of the reason is a line of the reply; one that is too long is several.
    private static List<String> lines(String reason) {
        List<String> lines = new ArrayList<>();
        for (String line : Composer.withCrlf(reason).strip().split("\r\n", -1)) {
            String rest = line.replaceAll("\\p{Cntrl}", " ").stripTrailing();
            while (Bytes.utf8(rest).length() > LONGEST_LINE && lines.size() < LINES) {
                int cut = rest.offsetByCodePoints(0, LONGEST_LINE / 4);
                lines.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            lines.add(rest);
        }
        return lines.size() <= LINES ? lines : lines.subList(0, LINES);
    }

    private Outgoing report(Action.Reject action, SieveMessage message, Recipient recipient, String from) {
        String to = from.startsWith("<") ? from.substring(1, from.length() - 1) : from;
        boolean asciiRecipient = Composer.isAscii(recipient.address());
        String boundary = "=_" + HexFormat.of().toHexDigits(random.nextLong());
        // RFC 8098 §3: a disposition comes from the recipient; RFC 3464 §2: a delivery status from the MTA.
        Composer report = new Composer()
                .field("From", action.atProtocol() ? "MAILER-DAEMON@" + site.host() : recipient.address())
                .field("To", "<" + to + ">")
                .field("Subject", "Rejected: your message was refused")
                .identity(message.time(), site.host(), random)
                .field("Auto-Submitted", "auto-replied (rejected)")
                .field("MIME-Version", "1.0");
        Paths.value(message.header(), "Message-ID")
                .filter(id -> Composer.isAscii(id) && id.length() < LONGEST_LINE)
                .ifPresent(id -> report.field("In-Reply-To", id).field("References", id));
        report.field(
                        "Content-Type",
                        "multipart/report; report-type="
                                + (action.atProtocol() ? "delivery-status" : "disposition-notification")
                                + "; boundary=\"" + boundary + "\"")
                .raw("\r\n--" + boundary + "\r\n")
                .plain("Your message was refused by the recipient's mail filter.\r\n"
                        + "The reason given was as follows:\r\n\r\n" + action.reason() + "\r\n")
                .raw("\r\n--" + boundary + "\r\n");
        String finalRecipient = (asciiRecipient ? "rfc822; " : "utf-8; ") + recipient.address();
        if (action.atProtocol()) {
            report.field("Content-Type", "message/delivery-status")
                    .raw("\r\n")
                    .field("Reporting-MTA", "dns; " + site.host())
                    .raw("\r\n")
                    .field("Final-Recipient", finalRecipient)
                    .field("Action", "failed")
                    .field("Status", action.status());
        } else {
            report.field("Content-Type", "message/disposition-notification")
                    .raw("\r\n")
                    .field("Reporting-UA", site.host() + "; Vidimus")
                    .field("Final-Recipient", finalRecipient);
            Paths.value(message.header(), "Message-ID")
                    .filter(Composer::isAscii)
                    .ifPresent(id -> report.field("Original-Message-ID", id));
            report.field("Disposition", "automatic-action/MDN-sent-automatically; deleted");
        }
        report.raw("\r\n--" + boundary + "\r\nContent-Type: text/rfc822-headers\r\n")
                .raw(header(message.header()))
                .raw("\r\n--" + boundary + "--\r\n");
        return new Outgoing(to, report.message(), !Composer.isAscii(to + recipient.address()));
    }

    /// The header of the message, or the fields at its top that fit, behind what says how it is encoded.
    private static Bytes header(HeaderBlock header) {
        Composer copy = new Composer();
        boolean ascii = header.entries().stream()
                .allMatch(entry -> Composer.isAscii(entry.field().value().latin1()));
        if (!ascii) {
            copy.field("Content-Transfer-Encoding", "8bit");
        }
        copy.raw("\r\n");
        int length = 0;
        for (HeaderBlock.Entry entry : header.entries()) {
            length += entry.field().name().length() + entry.field().value().length();
            if (length > HEADER_BYTES) {
                break;
            }
            copy.raw(entry.field().name()).raw(":").raw(entry.field().value()).raw("\r\n");
        }
        return copy.message();
    }
}
