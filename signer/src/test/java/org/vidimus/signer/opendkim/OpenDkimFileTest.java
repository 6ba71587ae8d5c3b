package org.vidimus.signer.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;

@Spec("ODK-1")
class OpenDkimFileTest {
    private static final Path CONF = Path.of("/etc/opendkim.conf");

    private static OpenDkimFile read(String text) {
        return read(new Files().put("/etc/opendkim.conf", text));
    }

    private static OpenDkimFile read(Files files) {
        return OpenDkimFile.read(CONF, files, Dialect.STRICT);
    }

    private static List<String> codes(OpenDkimFile file) {
        return file.lints().stream()
                .map(lint -> lint.level().word() + " " + lint.code() + " " + lint.place())
                .toList();
    }

    @Test
    void namesInAnyCaseAndTheLastOneCounts() {
        OpenDkimFile file = read("DOMAIN a.example\n\tdomain \t b.example \t\n");
        assertEquals(Optional.of("b.example"), file.text("Domain"));
        assertEquals("/etc/opendkim.conf:2", file.place("Domain").toString());
        assertEquals(List.of("warning overridden /etc/opendkim.conf:1"), codes(file));
    }

    @Test
    void commentsBeginAnywhere() {
        OpenDkimFile file = read("#Domain a\nDomain b#c # d\r\nSelector s\r\n");
        assertEquals(Optional.of("b"), file.text("Domain"));
        assertEquals(Optional.of("s"), file.text("Selector"));
        assertEquals(List.of("warning comment-inside /etc/opendkim.conf:2"), codes(file));
    }

    @Test
    void mistakesAreErrorsWithTheirLine() {
        assertEquals(
                List.of(
                        "error unknown-parameter /etc/opendkim.conf:1",
                        "error no-value /etc/opendkim.conf:2",
                        "error not-boolean /etc/opendkim.conf:3",
                        "error not-integer /etc/opendkim.conf:4",
                        "error unreadable /etc/opendkim.conf:5"),
                codes(read("TrustedHosts /x\nDomain\nSyslog on\nUMask x\nInclude /nowhere")));
    }

    @Test
    void filesAreIncludedWhereTheyAreNamed() {
        Files files = new Files()
                .put("/etc/opendkim.conf", "Domain a\nInclude /etc/more.conf\nSelector c\n")
                .put("/etc/more.conf", "Domain b\nSelector b\n");
        OpenDkimFile file = read(files);
        assertEquals(Optional.of("b"), file.text("Domain"));
        assertEquals("/etc/more.conf:1", file.place("Domain").toString());
        assertEquals(Optional.of("c"), file.text("Selector"));
    }

    @Test
    void filesThatIncludeThemselvesEnd() {
        OpenDkimFile file = read(new Files().put("/etc/opendkim.conf", "Include /etc/opendkim.conf\n".repeat(100)));
        assertTrue(codes(file).contains("error include-nesting /etc/opendkim.conf:1"));
    }

    @Test
    void everyParameterOfTheManualIsKnown() {
        for (Parameter parameter : Parameter.all()) {
            String value = switch (parameter.type()) {
                case STRING, INCLUDE -> "/x";
                case BOOLEAN -> "yes";
                case INTEGER -> "1";
            };
            Files files = new Files()
                    .put("/etc/opendkim.conf", parameter.name() + " " + value)
                    .put("/x", "");
            OpenDkimFile file = OpenDkimFile.read(CONF, files, Dialect.MIGRATE);
            assertTrue(file.lints().stream().noneMatch(lint -> lint.level() == Lint.Level.ERROR), parameter.name());
        }
    }

    @Test
    void whatDebianShipsLoads() {
        OpenDkimConfiguration loaded = OpenDkimConfiguration.load(
                CONF, Dialect.STRICT, new Files().put("/etc/opendkim.conf", """
                                Syslog yes
                                SyslogSuccess yes
                                Canonicalization relaxed/simple
                                OversignHeaders From
                                UserID opendkim
                                UMask 007
                                Socket local:/run/opendkim/opendkim.sock
                                PidFile /run/opendkim/opendkim.pid
                                TrustAnchorFile /usr/share/dns/root.key
                                """), NoKey.READER);
        assertEquals(List.of(), loaded.errors());
        assertTrue(loaded.decider().isPresent());
        assertEquals(
                "unix:/run/opendkim/opendkim.sock",
                loaded.socket().orElseThrow().listen());
    }

    @Test
    void nothingThrows() {
        Fuzzing.run(
                1_500,
                List.of("Domain a,b\nKeyTable file:/etc/kt\nSigningTable refile:/etc/kt\nInclude /etc/opendkim.conf\n"),
                List.of("#", "\r", "\n", "csl:", ":", "=", "%", "*", "(", "[", "\\", "\0", "Mode sv\n", "Include "),
                octets -> {
                    String text = new String(octets, StandardCharsets.ISO_8859_1);
                    Files files = new Files().put("/etc/opendkim.conf", text).put("/etc/kt", text);
                    for (Dialect dialect : Dialect.values()) {
                        OpenDkimConfiguration.load(CONF, dialect, files, NoKey.READER);
                    }
                });
    }
}
