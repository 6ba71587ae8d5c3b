package org.vidimus.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Examination;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.HeaderEdit;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.PipelineSettings;

/// The example of the module's README is this code, and prints what the README says.
class ReadmeTest {
    private final List<String> printed = new ArrayList<>();

    @Test
    void exampleDoesWhatTheReadmeSays() throws IOException {
        example(new byte[] {'h', 'i'});

        List<String> readme = code(Files.readString(Path.of("README.md")), "```java\n", "```");
        List<String> source = code(
                Files.readString(Path.of("src/test/java/org/vidimus/policy/ReadmeTest.java")), "// begin\n", "// end");
        assertEquals(words(source).replace("printed.add(", "System.out.println("), words(readme));
        String output = "```\n" + String.join("\n", printed) + "\n```";
        assertTrue(Files.readString(Path.of("README.md")).contains(output), output);
    }

    private void example(byte[] chunk) {
        // begin
        ZoneResolver dns = ZoneResolver.of(
                "example.net. TXT \"v=spf1 ip4:192.0.2.1 -all\"", "_dmarc.example.net. TXT \"v=DMARC1; p=reject\"");
        Pipeline pipeline = new Pipeline(
                PipelineSettings.of(new AuthservId("mx.example.com")),
                Budgets.DEFAULT,
                dns,
                InstantSource.system(),
                System::nanoTime,
                Runnable::run);

        ConnectionFacts connection =
                ConnectionFacts.of(InetAddress.ofLiteral("192.0.2.1"), Bytes.utf8("mail.example.net"));
        try (Examination examination = pipeline.begin(connection, new Envelope(Bytes.utf8("<ann@example.net>")))) {
            examination.header(HeaderField.of("From", " Ann <ann@example.net>"));
            examination.header(HeaderField.of("Authentication-Results", " (trust me) MX.example.com; dmarc=pass"));
            examination.endOfHeaders();
            examination.body(chunk, 0, chunk.length);
            Findings findings = examination.end();

            for (HeaderEdit edit : findings.edits()) {
                switch (edit) {
                    case HeaderEdit.Remove(Bytes name, int occurrence) -> printed.add("- " + name + " " + occurrence);
                    case HeaderEdit.Insert(HeaderField field) ->
                        printed.add("+ " + field.name() + ":" + field.value().latin1());
                    case HeaderEdit.Append(HeaderField field) ->
                        printed.add("+ at the end " + field.name() + ":"
                                + field.value().latin1());
                }
            }
        }
        // end
    }

    private static List<String> code(String text, String begin, String end) {
        int start = text.indexOf(begin) + begin.length();
        return text.substring(start, text.indexOf(end, start)).lines().toList();
    }

    /// The code without its line breaks, which the formatter chooses.
    private static String words(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replaceAll("\\s+", " ")
                .strip();
    }
}
