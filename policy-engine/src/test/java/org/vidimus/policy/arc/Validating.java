package org.vidimus.policy.arc;

import java.time.Instant;
import java.time.InstantSource;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;

/// Validates whole messages for tests, in the year 2026.
final class Validating {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private Validating() {}

    /// @param message a message whose lines end in LF or CRLF
    static ArcResult validate(String message, Resolver dns) {
        return validate(message, dns, new HeaderForm(true, false), Budgets.Signatures.DEFAULT);
    }

    static ArcResult validate(String message, Resolver dns, HeaderForm form, Budgets.Signatures budget) {
        String crlf = message.replace("\r\n", "\n").replace("\n", "\r\n");
        RawMessage parsed = switch (RawMessage.parse(Bytes.utf8(crlf), Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage value) -> value;
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new AssertionError(why);
        };
        BodyHashes bodies = new BodyHashes();
        ArcValidation validation = new ArcValidator(DkimSettings.DEFAULT, budget, InstantSource.fixed(NOW))
                .begin(parsed.header(), form, new Lookups(dns, Budgets.Dns.DEFAULT, () -> 0), Runnable::run, bodies);
        byte[] body = parsed.body().toArray();
        bodies.update(body, 0, body.length);
        bodies.finish();
        return validation.finish();
    }
}
