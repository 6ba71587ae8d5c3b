package org.vidimus.signer.outbound;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Authentication;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Examination;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.HeaderEdit;
import org.vidimus.policy.pipeline.Note;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.signer.dkim.TestKey;

/// A message of a test, and the way it takes: through the pipeline with a signer, as an MTA would send it on,
/// and through a verifier's. Immutable.
///
/// @param fields the header, the topmost first
record Outbox(List<HeaderField> fields, String body) {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final Bytes MTA = Bytes.utf8("mx.example.com");
    static final ConnectionFacts OUTSIDE =
            ConnectionFacts.of(InetAddress.ofLiteral("192.0.2.7"), Bytes.utf8("client.example.net"));

    private static final ZoneResolver ZONE = ZoneResolver.of(
            record("r1", "example.com", TestKey.RSA),
            record("e1", "example.com", TestKey.ED25519),
            record("p1", "provider.example", TestKey.RSA_2048));

    Outbox {
        fields = List.copyOf(fields);
    }

    /// What became of it.
    ///
    /// @param after the message as it goes on, whatever the disposition
    record Sent(Findings findings, Outbox after) {
        /// `accept`, or the codes of a refusal.
        String word() {
            return switch (findings.disposition()) {
                case Disposition.Accept _ -> "accept";
                case Disposition.Quarantine _ -> "quarantine";
                case Disposition.Discard _ -> "discard";
                case Disposition.Refuse(int code, String status, String _) -> code + " " + status;
            };
        }

        /// The notes with one of these names, such as `signed=example.com:r1:rsa-sha256`.
        String notes(String... names) {
            return findings.notes().stream()
                    .filter(note -> List.of(names).contains(note.name()))
                    .map(Note::toString)
                    .collect(Collectors.joining(" "));
        }
    }

    private static String record(String selector, String domain, TestKey key) {
        String text = key.record();
        int half = text.length() / 2;
        return "%s._domainkey.%s. TXT \"%s\" \"%s\""
                .formatted(selector, domain, text.substring(0, half), text.substring(half));
    }

    /// A message with these fields, as `Name: value`.
    static Outbox of(String body, String... fields) {
        List<HeaderField> list = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(':');
            list.add(new HeaderField(latin1(field.substring(0, colon)), latin1(field.substring(colon + 1))));
        }
        return new Outbox(list, body);
    }

    static Outbox ordinary() {
        return of(
                "hello\r\n",
                "From: Alice <alice@example.com>",
                "To: bob@example.net",
                "Subject: greetings",
                "Date: Mon, 23 Nov 2026 11:59:58 +0000",
                "Message-ID: <1@example.com>");
    }

    Outbox on(String field) {
        List<HeaderField> more = new ArrayList<>(of("", field).fields());
        more.addAll(fields);
        return new Outbox(more, body);
    }

    Outbox body(String other) {
        return new Outbox(fields, other);
    }

    static ConnectionFacts loggedIn(String login) {
        return OUTSIDE.withAuthentication(new Authentication(Bytes.utf8(login), Optional.of(Bytes.utf8("PLAIN"))));
    }

    static ConnectionFacts by(String mtaVersion) {
        return loggedIn("alice@example.com").withNamed(Optional.empty(), Map.of("v", Bytes.utf8(mtaVersion)));
    }

    Sent send(Signer signer) {
        return send(signer, loggedIn("alice@example.com"), Budgets.DEFAULT);
    }

    Sent send(Signer signer, ConnectionFacts connection, Budgets budgets) {
        Pipeline pipeline =
                new Pipeline(PipelineSettings.DEFAULT, budgets, ZONE, () -> NOW, () -> 0, Runnable::run).with(signer);
        try (Examination examination = pipeline.begin(connection, new Envelope(Bytes.utf8("<alice@example.com>")))) {
            examination.recipient(Bytes.utf8("<bob@example.net>"));
            fields.forEach(examination::header);
            examination.endOfHeaders();
            byte[] octets = latin1(body).toArray();
            examination.body(octets, 0, octets.length);
            Findings findings = examination.end();
            List<HeaderField> after = new ArrayList<>(fields);
            findings.edits().forEach(edit -> {
                if (edit instanceof HeaderEdit.Insert(HeaderField field)) {
                    after.addFirst(field);
                }
            });
            return new Sent(findings, new Outbox(after, body));
        }
    }

    /// What a stranger who gets it finds out about its signatures, the topmost first, such as `pass e1 pass
    /// r1`.
    String verified() {
        return send(Signer.NONE, OUTSIDE, Budgets.DEFAULT).findings().evidence().orElseThrow().dkim().stream()
                .filter(result -> result.selector().isPresent())
                .map(Outbox::word)
                .collect(Collectors.joining(" "));
    }

    private static String word(DkimResult result) {
        return result.verdict().word() + " " + result.selector().orElseThrow();
    }

    private static Bytes latin1(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
