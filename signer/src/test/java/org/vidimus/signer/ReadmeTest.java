package org.vidimus.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.signer.dkim.DkimSigner;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.KeyFault;
import org.vidimus.signer.key.KeyLoader;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.key.KeyResult;
import org.vidimus.signer.key.KeyRules;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;

/// The example of the module's README is this code, and prints what the README says.
class ReadmeTest {
    /// RFC 8463 Appendix A.2.
    private static final String SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    private final List<String> printed = new ArrayList<>();

    @Test
    void exampleDoesWhatTheReadmeSays(@TempDir Path folder) throws IOException, SigningException {
        Path file = Files.writeString(folder.resolve("e2026.key"), SEED);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        HeaderBlock header = HeaderBlock.of(
                List.of(HeaderField.of("From", " joe@example.com"), HeaderField.of("Subject", " hello")));
        example(file, header, "Hi.\r\n".getBytes(StandardCharsets.UTF_8));

        String readme = Files.readString(Path.of("README.md"));
        String source = Files.readString(Path.of("src/test/java/org/vidimus/signer/ReadmeTest.java"));
        assertEquals(
                words(code(source, "// begin\n", "// end"))
                        .replace("printed.add(", "System.out.println(")
                        .replace("printed::add", "System.out::println"),
                words(code(readme, "```java\n", "```")));
        String output = "```\n" + String.join("\n", printed) + "\n```";
        assertTrue(readme.contains(output), output);
    }

    private void example(Path file, HeaderBlock header, byte[] body) throws SigningException {
        // begin
        KeyLoader loader =
                new KeyLoader(SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.AUTO)), KeyRules.DEFAULT);
        switch (loader.load(new KeyReference.InFile(file))) {
            case KeyResult.Refused(KeyFault _, String why) -> printed.add(why);
            case KeyResult.Loaded(SigningKey key, List<String> cautions) -> {
                cautions.forEach(printed::add);
                DomainKey named = new DomainKey(DomainName.of("example.com"), DomainName.of("e2026"), key);

                BodyHashes bodies = new BodyHashes();
                DkimSigner signer = DkimSigner.begin(named, SignatureProfile.DEFAULT, Optional.empty(), bodies);
                bodies.update(body, 0, body.length); // as often as there is more
                bodies.finish();
                HeaderField field = signer.finish(header, HeaderForm.FILE, Instant.EPOCH);
                printed.add(field.name() + ":" + field.value().utf8());
            }
        }
        // end
    }

    private static List<String> code(String text, String begin, String end) {
        int start = text.indexOf(begin) + begin.length();
        return text.substring(start, text.indexOf(end, start)).lines().toList();
    }

    /// Without the white space, which the formatter of one of them decides.
    private static String words(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll("\\s", "")).collect(Collectors.joining());
    }
}
