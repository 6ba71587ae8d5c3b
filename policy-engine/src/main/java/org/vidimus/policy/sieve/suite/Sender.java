package org.vidimus.policy.sieve.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.run.Action;

/// Sends on behalf of the recipient, as Pigeonhole does: which sender a redirected message has, and the field
/// by which it knows one that comes back.
///
/// Confined to one run of a file.
final class Sender {
    private static final String REDIRECTED_FROM = "X-Sieve-Redirected-From";

    private final Map<String, String> settings;

    /// @param settings the settings in force, by their names in Dovecot
    Sender(Map<String, String> settings) {
        this.settings = settings;
    }

    /// The message as it goes to another address; empty if it came from here before.
    Optional<Mail> redirected(Mail mail, Action.Redirect redirect) {
        RawMessage raw = mail.parsed();
        Optional<String> user = setting("sieve_user_email");
        String owner = user.orElse(mail.to());
        boolean loop = raw.header().named(Bytes.utf8(REDIRECTED_FROM)).stream()
                .map(entry -> entry.field().value().utf8().strip())
                .anyMatch(address -> address.equalsIgnoreCase(owner) || address.equalsIgnoreCase(mail.to()));
        if (loop) {
            return Optional.empty();
        }
        List<HeaderField> fields = new ArrayList<>();
        fields.add(HeaderField.of(REDIRECTED_FROM, " " + owner));
        raw.header().entries().stream().map(HeaderBlock.Entry::field).forEach(fields::add);
        return Optional.of(mail.withOctets(Mail.joined(fields, raw.body()))
                .withFrom(envelopeSender(mail, owner))
                .withTo(redirect.address()));
    }

    /// The answer of a recipient who is away; empty if none is due.
    Optional<Mail> answered(Mail mail, Action.Vacation vacation) {
        return Optional.empty();
    }

    private String envelopeSender(Mail mail, String owner) {
        String policy = setting("sieve_redirect_envelope_from").orElse("sender");
        if (mail.from().isEmpty()) {
            return "";
        }
        return switch (policy) {
            case "recipient" -> mail.to();
            case "orig_recipient" -> mail.originalTo().orElse(mail.to());
            case "user_email" -> owner;
            case "sender" -> mail.from();
            default -> policy.replace("<", "").replace(">", "");
        };
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
