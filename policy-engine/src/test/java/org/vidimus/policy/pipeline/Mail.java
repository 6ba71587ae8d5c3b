package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

/// A message of a test, and how it comes in. Immutable.
///
/// @param fields header fields as `Name: value`
record Mail(String client, String helo, String mailFrom, List<String> fields, String body) {
    /// From `203.0.113.9`, which no zone of these tests allows anything.
    static Mail of(String mailFrom, String... fields) {
        return new Mail("203.0.113.9", "client.example.org", mailFrom, List.of(fields), "hello\r\n");
    }

    Mail from(String address) {
        return new Mail(address, helo, mailFrom, fields, body);
    }

    Mail helo(String name) {
        return new Mail(client, name, mailFrom, fields, body);
    }

    Mail body(String text) {
        return new Mail(client, helo, mailFrom, fields, text);
    }

    Mail on(String field) {
        List<String> more = new ArrayList<>(List.of(field));
        more.addAll(fields);
        return new Mail(client, helo, mailFrom, more, body);
    }

    /// Signed with all its fields.
    Mail signed(TestKey key, String domain, String selector) {
        return on("DKIM-Signature:" + key.dkim(domain, selector, fields, body));
    }

    ConnectionFacts connection() {
        return ConnectionFacts.of(InetAddress.ofLiteral(client), Bytes.utf8(helo));
    }

    Findings through(Pipeline pipeline) {
        return through(pipeline, connection(), Integer.MAX_VALUE);
    }

    /// @param chunk how many octets of the body are handed over at a time
    Findings through(Pipeline pipeline, ConnectionFacts connection, int chunk) {
        Envelope envelope = new Envelope(Bytes.utf8(mailFrom), new HeaderForm(true, false));
        try (Examination examination = pipeline.begin(connection, envelope)) {
            for (String field : fields) {
                int colon = field.indexOf(':');
                examination.header(new HeaderField(
                        Bytes.of(latin1(field.substring(0, colon))), Bytes.of(latin1(field.substring(colon + 1)))));
            }
            examination.endOfHeaders();
            byte[] octets = latin1(body);
            BodyInterest interest = BodyInterest.MORE;
            for (int at = 0; at < octets.length && interest == BodyInterest.MORE; at += chunk) {
                int length = Math.min(chunk, octets.length - at);
                byte[] copy = Arrays.copyOfRange(octets, at, at + length);
                interest = examination.body(copy, 0, length);
                Arrays.fill(copy, (byte) 'x'); // it may be used again after the call
                if (chunk == Integer.MAX_VALUE) {
                    break;
                }
            }
            return examination.end();
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// What was found out, such as `spf=fail dkim=none arc=none dmarc=fail quarantine`.
    static String words(Findings findings) {
        String results = findings.evidence()
                .map(evidence -> evidence.results().stream()
                        .map(info -> info.method() + "=" + info.result())
                        .collect(Collectors.joining(" ")))
                .orElse("unverified");
        return results + " " + word(findings.disposition());
    }

    static String word(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Accept _ -> "accept";
            case Disposition.Quarantine _ -> "quarantine";
            case Disposition.Discard _ -> "discard";
            case Disposition.Refuse(int code, String status, String _) -> code + " " + status;
        };
    }

    static ResultInfo result(Findings findings, String method) {
        return findings.evidence().orElseThrow().results().stream()
                .filter(info -> info.method().equals(method))
                .findFirst()
                .orElseThrow();
    }
}
