package org.vidimus.signer.arc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcValidation;
import org.vidimus.policy.arc.ArcValidator;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.authres.ResultInfo.Property;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.signer.key.SigningException;

/// A message on its way through forwarders that validate and seal it, for tests. Confined to one thread.
final class Travel {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final String HELLO = """
            From: Ann <ann@a.example>
            To: list@b.example
            Subject: hello
            Date: Mon, 23 Nov 2026 12:00:00 +0000

            hello
            """.replace("\n", "\r\n");

    private final Resolver dns;
    private final Instant now;
    private final List<HeaderField> fields;
    private String body;

    Travel(Resolver dns, byte[] message) {
        this(dns, message, NOW);
    }

    /// A message that is sealed at this time.
    Travel(Resolver dns, byte[] message, Instant now) {
        this.dns = dns;
        this.now = now;
        RawMessage parsed = switch (RawMessage.parse(Bytes.of(message), Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage value) -> value;
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new AssertionError(why);
        };
        this.fields = new ArrayList<>(
                parsed.header().entries().stream().map(HeaderBlock.Entry::field).toList());
        this.body = parsed.body().latin1();
    }

    Travel(Resolver dns) {
        this(dns, HELLO.getBytes(StandardCharsets.ISO_8859_1));
    }

    ArcResult validate() {
        BodyHashes bodies = new BodyHashes();
        ArcValidation validation = new ArcValidator(
                        DkimSettings.DEFAULT, Budgets.Signatures.DEFAULT, InstantSource.fixed(now))
                .begin(
                        header(),
                        HeaderForm.FILE,
                        new Lookups(dns, Budgets.Dns.DEFAULT, () -> 0),
                        Runnable::run,
                        bodies);
        feed(bodies);
        return validation.finish();
    }

    /// Validates, and adds what the sealer writes.
    SealingOutcome seal(ArcSealer sealer, String authservId) {
        ArcResult chain = validate();
        return seal(sealer, results(authservId, chain), chain);
    }

    SealingOutcome seal(ArcSealer sealer, AuthenticationResultsHeader results, ArcResult chain) {
        BodyHashes bodies = new BodyHashes();
        ArcSealer.Sealing sealing = sealer.begin(bodies);
        feed(bodies);
        try {
            SealingOutcome outcome =
                    sealing.seal(new ArcSealer.Message(header(), HeaderForm.FILE, results, chain), now);
            if (outcome instanceof SealingOutcome.Sealed(int _, ArcResult.Status _, List<HeaderField> set)) {
                set.forEach(fields::addFirst);
            }
            return outcome;
        } catch (SigningException e) {
            throw new IllegalStateException(e);
        }
    }

    static AuthenticationResultsHeader results(String authservId, ArcResult chain) {
        return AuthenticationResultsHeader.of(
                new AuthservId(authservId),
                List.of(
                        ResultInfo.of("dmarc", "pass", Property.of("header", "from", "a.example")),
                        chain.toResultInfo()));
    }

    private void feed(BodyHashes bodies) {
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        bodies.update(octets, 0, octets.length);
        bodies.finish();
    }

    HeaderBlock header() {
        return HeaderBlock.of(fields);
    }

    Travel on(HeaderField field) {
        fields.addFirst(field);
        return this;
    }

    Travel change(Consumer<List<HeaderField>> change) {
        change.accept(fields);
        return this;
    }

    Travel append(String text) {
        body += text;
        return this;
    }

    /// The names of the fields, the topmost first.
    List<String> names() {
        return fields.stream()
                .map(field -> field.name().latin1().toLowerCase(Locale.ROOT))
                .toList();
    }

    /// As a file, its lines ending in CRLF.
    byte[] octets() {
        StringBuilder text = new StringBuilder();
        for (HeaderField field : fields) {
            text.append(field.name().latin1())
                    .append(':')
                    .append(field.value().latin1().replace("\r\n", "\n").replace("\n", "\r\n"))
                    .append("\r\n");
        }
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
