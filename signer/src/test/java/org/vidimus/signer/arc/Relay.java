package org.vidimus.signer.arc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Examination;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.HeaderEdit;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.Signer;

/// A mail server of a test with the whole pipeline behind it. Immutable.
record Relay(Pipeline pipeline) {
    /// A message on its way. Immutable.
    record Letter(String mailFrom, List<HeaderField> fields, String body) {
        Letter {
            fields = List.copyOf(fields);
        }

        static Letter of(String mailFrom, String body, String... fields) {
            List<HeaderField> parsed = new ArrayList<>();
            for (String field : fields) {
                String[] parts = field.split(":", 2);
                parsed.add(HeaderField.of(parts[0], parts[1]));
            }
            return new Letter(mailFrom, parsed, body);
        }

        Letter body(String text) {
            return new Letter(mailFrom, fields, text);
        }

        Letter on(HeaderField field) {
            List<HeaderField> more = new ArrayList<>(fields);
            more.addFirst(field);
            return new Letter(mailFrom, more, body);
        }

        List<String> names() {
            return fields.stream().map(field -> field.name().latin1()).toList();
        }
    }

    /// A message and what was found out about it.
    ///
    /// @param onwards the message with all changes
    record Handled(Findings findings, Letter onwards) {}

    static Relay of(PipelineSettings settings, Resolver dns, Signer signer) {
        Instant now = Travel.NOW;
        return new Relay(new Pipeline(settings, Budgets.DEFAULT, dns, () -> now, () -> 0, Runnable::run).with(signer));
    }

    static PipelineSettings settings(String name) {
        return PipelineSettings.of(new AuthservId(name));
    }

    Handled handle(ConnectionFacts connection, Letter letter) {
        try (Examination examination = pipeline.begin(connection, new Envelope(Bytes.utf8(letter.mailFrom())))) {
            examination.recipient(Bytes.utf8("<b@b.example>"));
            letter.fields().forEach(examination::header);
            examination.endOfHeaders();
            byte[] octets = letter.body().getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < octets.length; at += 7) {
                examination.body(octets, at, Math.min(7, octets.length - at));
            }
            Findings findings = examination.end();
            return new Handled(findings, new Letter(letter.mailFrom(), edited(letter, findings), letter.body()));
        }
    }

    private static List<HeaderField> edited(Letter letter, Findings findings) {
        List<HeaderField> fields = new ArrayList<>(letter.fields());
        for (HeaderEdit edit : findings.edits()) {
            switch (edit) {
                case HeaderEdit.Insert(HeaderField field) -> fields.addFirst(field);
                case HeaderEdit.Append(HeaderField field) -> fields.addLast(field);
                case HeaderEdit.Remove(Bytes name, int occurrence) -> {
                    int seen = 0;
                    for (int i = 0; i < fields.size(); i++) {
                        if (fields.get(i).name().equalsIgnoreCaseAscii(name) && ++seen == occurrence) {
                            fields.remove(i);
                            break;
                        }
                    }
                }
            }
        }
        return fields;
    }
}
