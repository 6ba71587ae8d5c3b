package org.vidimus.milter.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.milter.wire.Bytes;

/// One filter's edits to an envelope, by the rules of the MTA.
///
/// Confined to one thread.
final class EnvelopeEdits {
    /// What Postfix takes of a filter's MAIL parameters (since 3.3) and of its RCPT parameters (since 3.0); it
    /// logs the others and leaves them out.
    private static final List<String> POSTFIX_MAIL = List.of("RET", "ENVID");
    private static final List<String> POSTFIX_RCPT = List.of("NOTIFY", "ORCPT");

    private final MtaProfile profile;
    private final List<Envelope.Recipient> recipients;
    private Bytes sender;
    private List<Bytes> parameters;

    EnvelopeEdits(MtaProfile profile, Envelope envelope) {
        this.profile = profile;
        this.sender = envelope.sender();
        this.parameters = envelope.parameters();
        this.recipients = new ArrayList<>(envelope.recipients());
    }

    Envelope result() {
        return new Envelope(sender, parameters, recipients);
    }

    /// New parameters on Sendmail replace all that the client gave, on Postfix those of the same name.
    void sender(Bytes address, Optional<Bytes> given) {
        sender = Addresses.bracketed(address);
        if (given.isPresent()) {
            List<Bytes> taken = split(given.get(), POSTFIX_MAIL);
            List<Bytes> kept = profile == MtaProfile.SENDMAIL
                    ? List.of()
                    : parameters.stream()
                            .filter(old ->
                                    taken.stream().noneMatch(by -> keyword(by).equals(keyword(old))))
                            .toList();
            parameters = Stream.concat(kept.stream(), taken.stream()).toList();
        }
    }

    /// A recipient that is there already is not added again.
    void add(Bytes address, Optional<Bytes> given) {
        if (recipients.stream().noneMatch(other -> isSame(other.address(), address))) {
            List<Bytes> taken = given.map(text -> split(text, POSTFIX_RCPT)).orElse(List.of());
            recipients.add(new Envelope.Recipient(Addresses.bracketed(address), taken));
        }
    }

    void delete(Bytes address) {
        recipients.removeIf(other -> isSame(other.address(), address));
    }

    /// Postfix compares with the recipient as its client typed it, the case of letters included; Sendmail takes
    /// the case of the domain for nothing.
    private boolean isSame(Bytes one, Bytes other) {
        return key(one).equals(key(other));
    }

    private String key(Bytes address) {
        String text = Addresses.plain(address).latin1();
        int at = text.lastIndexOf('@');
        return profile == MtaProfile.POSTFIX || at < 0
                ? text
                : text.substring(0, at) + text.substring(at).toLowerCase(Locale.ROOT);
    }

    private List<Bytes> split(Bytes text, List<String> postfixTakes) {
        return Arrays.stream(text.latin1().split("[ \t]+", -1))
                .filter(part -> !part.isEmpty())
                .map(Bytes::latin1)
                .filter(part -> profile == MtaProfile.SENDMAIL || postfixTakes.contains(keyword(part)))
                .toList();
    }

    private static String keyword(Bytes parameter) {
        return parameter.latin1().split("=", 2)[0].toUpperCase(Locale.ROOT);
    }
}
