package org.vidimus.policy.sieve.suite;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.delivery.Answer;
import org.vidimus.policy.sieve.delivery.Outgoing;
import org.vidimus.policy.sieve.delivery.Recipient;
import org.vidimus.policy.sieve.delivery.Site;
import org.vidimus.policy.sieve.delivery.Vacation;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;

/// Sends on behalf of the recipient, as Pigeonhole does: which sender a redirected message has, and the field
/// by which it knows one that comes back.
///
/// Confined to one run of a file.
final class Sender {
    private static final String REDIRECTED_FROM = "X-Sieve-Redirected-From";

    private final Map<String, String> settings;
    private final ZonedDateTime time;

    /// @param settings the settings in force, by their names in Dovecot
    /// @param time now
    Sender(Map<String, String> settings, ZonedDateTime time) {
        this.settings = settings;
        this.time = time;
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
        RawMessage raw = mail.parsed();
        SieveMessage message = new SieveMessage(
                raw.header(),
                mail.octets().length(),
                new SieveMessage.Envelope(mail.from(), List.of(mail.to()), mail.auth()),
                new SieveMessage.Body(raw.body(), true),
                Map.of(),
                Optional.empty(),
                time);
        Site site = Site.of("mx.example.com");
        return new Vacation(site, new Random(time.toEpochSecond())).answer(vacation, message, recipient(mail))
                        instanceof Answer.Due(Outgoing answer, var _, var _)
                ? Optional.of(mail.withOctets(answer.octets()).withFrom("").withTo(answer.to()))
                : Optional.empty();
    }

    private Recipient recipient(Mail mail) {
        List<String> others = new ArrayList<>();
        setting("sieve_user_email").ifPresent(others::add);
        if (setting("sieve_vacation_use_original_recipient").equals(Optional.of("yes"))) {
            mail.originalTo().ifPresent(others::add);
        }
        // We have no such setting: without it whoever is addressed counts as the recipient.
        if (setting("sieve_vacation_check_recipient").equals(Optional.of("no"))) {
            others.add(Mail.of(mail.octets(), List.of()).to());
        }
        return new Recipient(mail.to(), others);
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
