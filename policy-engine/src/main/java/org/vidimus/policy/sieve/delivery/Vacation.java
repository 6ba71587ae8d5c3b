package org.vidimus.policy.sieve.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderText;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;

/// Writes the answers of those who are away ([RFC 5230 §5](https://www.rfc-editor.org/rfc/rfc5230#section-5)).
///
/// Immutable, thread-safe if its random generator is.
public final class Vacation {
    // A thread has a few dozen; the first one and the last ones are what readers sort by.
    private static final int REFERENCES = 20;
    private static final int LONGEST_ID = 250;

    private final Site site;
    private final RandomGenerator random;

    /// @param random for message ids
    public Vacation(Site site, RandomGenerator random) {
        this.site = site;
        this.random = random;
    }

    /// What becomes of an action.
    ///
    /// @param message what was received
    /// @param recipient whose script wants it; their addresses and those that the action names are theirs
    public Answer answer(Action.Vacation action, SieveMessage message, Recipient recipient) {
        String from = message.envelope().from();
        List<String> others = new ArrayList<>(recipient.others());
        others.addAll(action.addresses().stream().map(Vacation::bare).toList());
        Recipient own = new Recipient(recipient.address(), others);
        Optional<String> reason = Personal.reason(message.header(), from, own);
        if (reason.isPresent()) {
            return new Answer.None(reason.get());
        }
        Optional<String> addressed = Personal.addressed(message.header(), own);
        if (addressed.isEmpty()) {
            return new Answer.None("not addressed to the recipient");
        }
        return new Answer.Due(
                message(action, message, from, addressed.get()), key(action, from), site.period(action.seconds()));
    }

    private Outgoing message(Action.Vacation action, SieveMessage received, String to, String own) {
        String path = to.startsWith("<") ? to.substring(1, to.length() - 1) : to;
        Composer composer = new Composer()
                .field("From", action.from().isEmpty() ? Paths.path(own) : author(action.from()))
                .field("To", "<" + path + ">")
                .text("Subject", subject(action, received.header()))
                .identity(received.time(), site.host(), random);
        thread(received.header(), composer);
        // RFC 5230 §5.6, RFC 3834 §5.
        composer.field("Auto-Submitted", "auto-replied (vacation)")
                .field("X-Auto-Response-Suppress", "All")
                .field("MIME-Version", "1.0");
        if (action.mime()) {
            entity(action.reason(), composer);
        } else {
            composer.plain(action.reason());
        }
        Bytes octets = composer.message();
        return new Outgoing(path, octets, !Composer.isAscii(path + own + bare(action.from())));
    }

    /// §5.3.
    private static String subject(Action.Vacation action, HeaderBlock header) {
        if (!action.subject().isEmpty()) {
            return HeaderText.decoded(Bytes.utf8(action.subject()));
        }
        Optional<HeaderField> subject = header.named(Bytes.utf8("Subject")).stream()
                .map(HeaderBlock.Entry::field)
                .findFirst();
        return subject.map(field -> "Auto: " + HeaderText.decoded(field)).orElse("Automated reply");
    }

    /// §5.4: the address that the script gives, its display name encoded where it has to be.
    private static String author(String from) {
        int open = from.lastIndexOf('<');
        String name = open < 0 ? "" : from.substring(0, open).strip();
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        String address = Paths.path(bare(from));
        return name.isEmpty()
                ? address
                : EncoderUtil.encodeAddressDisplayName(HeaderText.decoded(Bytes.utf8(name))) + " <" + address + ">";
    }

    /// The address in an address with or without a display name.
    private static String bare(String address) {
        HeaderBlock field = HeaderBlock.of(List.of(HeaderField.of("From", address)));
        return Paths.in(field, List.of("From")).stream().findFirst().orElse(address);
    }

    /// §5.8.
    private static void thread(HeaderBlock header, Composer composer) {
        Optional<String> id = Paths.value(header, "Message-ID").filter(Vacation::isId);
        if (id.isPresent()) {
            composer.field("In-Reply-To", id.get());
            List<String> ids = new ArrayList<>(
                    Arrays.stream(Paths.value(header, "References").orElse("").split("\\s+"))
                            .filter(Vacation::isId)
                            .toList());
            ids.add(id.get());
            if (ids.size() > REFERENCES) {
                ids.subList(1, ids.size() - REFERENCES + 1).clear();
            }
            composer.field("References", String.join(" ", ids));
        }
    }

    private static boolean isId(String text) {
        return text.length() > 2
                && text.length() <= LONGEST_ID
                && text.startsWith("<")
                && text.endsWith(">")
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F)
                && text.indexOf('<', 1) < 0
                && text.indexOf('>') == text.length() - 1;
    }

    /// §4.4: the fields of the entity that are MIME's go into the header.
    private static void entity(String text, Composer composer) {
        Bytes octets = Bytes.utf8(Composer.withCrlf(text));
        if (!(RawMessage.parse(octets, Budgets.DEFAULT) instanceof Parsed.Ok<RawMessage>(RawMessage entity))) {
            composer.plain(text);
            return;
        }
        boolean encoded = false;
        for (HeaderBlock.Entry entry : entity.header().entries()) {
            String name = entry.field().name().latin1().strip().toLowerCase(Locale.ROOT);
            if (name.startsWith("content-")) {
                encoded |= name.equals("content-transfer-encoding");
                composer.raw(entry.field().name())
                        .raw(":")
                        .raw(entry.field().value())
                        .raw("\r\n");
            }
        }
        if (!encoded && !Composer.isAscii(entity.body().utf8())) {
            composer.field("Content-Transfer-Encoding", "8bit");
        }
        composer.raw("\r\n").raw(entity.body());
    }

    /// §4.2: for each sender and each handle; without a handle what the answer says stands for it.
    private static String key(Action.Vacation action, String from) {
        String what = action.handle().isEmpty()
                ? String.join(
                        "\0", "said", action.subject(), action.from(), Boolean.toString(action.mime()), action.reason())
                : "handle\0" + action.handle();
        String whole = from.toLowerCase(Locale.ROOT) + "\0" + what;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
