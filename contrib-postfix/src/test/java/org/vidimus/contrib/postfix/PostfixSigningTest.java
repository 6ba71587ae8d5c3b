package org.vidimus.contrib.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vidimus.daemon.mta.Doors;
import org.vidimus.daemon.mta.SigningContract;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.policy.Spec;

/// Signing behind the real Postfix, with the shipped fragments.
@Tag("mta")
class PostfixSigningTest extends SigningContract {
    @Override
    protected String login() {
        return "user@mx.example.com";
    }

    @Override
    protected RealMta start(MtaSettings settings, Doors doors) throws IOException {
        // The second filter of a chain is the site's own, and so is what decides where mail goes.
        return PostfixMta.start(settings.config("message_size_limit = 0")
                .config(
                        "transport_maps = inline:{seven.example=smtp:[127.0.0.1]:%d, downgraded.example=downgraded:[127.0.0.1]:%1$d}"
                                .formatted(doors.sevenBit()))
                .service("downgraded unix - - n - - smtp -o disable_mime_output_conversion=no")
                .service(service("submission.cf", "submission", doors.submission()))
                .service(service("content-filter.cf", "127.0.0.1:10026", doors.back()))
                .service("127.0.0.1:%d inet n - n - - smtpd".formatted(doors.backAgain()))
                .service(
                        "127.0.0.1:%d inet n - n - - smtpd -o milter_macro_daemon_name=INSIDE".formatted(doors.named()))
                .service("127.0.0.1:%d inet n - n - - smtpd -o content_filter=smtp:[127.0.0.1]:%d"
                        .formatted(doors.scanned(), doors.scanner()))
                .service("127.0.0.1:%d inet n - n - - smtpd -o smtpd_milters=inet:127.0.0.1:%d,inet:127.0.0.1:%d"
                        .formatted(doors.signing(), doors.second(), doors.filter())));
    }

    @Test
    @Spec("DKS-10")
    void bouncesAreSigned() throws Exception {
        try (var _ = daemon()) {
            Delivery bounce = bounced("a message to nobody");
            assertEquals("<>", bounce.from().address());
            assertVerdicts("pass example.com", 1, bounce);
        }
    }

    private Delivery bounced(String subject) throws IOException {
        String text = "From: ann@honest.example\nSubject: " + subject + "\n\nbody\n";
        mta().exec(text, "sendmail", "-i", "-f", "ann@honest.example", "bob@nowhere.example");
        return arrived("\r\nSubject: " + subject + "\r\n");
    }

    @Test
    @Spec({"RFC 8616 §5", "RFC 6531 §3"})
    void internationalMailIsSigned() throws Exception {
        // UTF-8, one char an octet.
        String message = message("X-Word: caf\u00c3\u00a9")
                .replace("Ann <ann@honest.example>", "\u00c3\u0084nn <\u00c3\u00a4nn@honest.example>");
        try (var _ = daemon()) {
            Delivery delivery = sent("MAIL FROM:<\u00c3\u00a4nn@honest.example> SMTPUTF8", message, "bob@example.org");
            assertTrue(delivery.from().arguments().contains("SMTPUTF8"));
            assertSigned(delivery);
        }
    }

    /// A shipped service on another port, outside of the chroot that Debian has and the rig has not.
    private static String service(String file, String name, int port) throws IOException {
        return Files.readString(Path.of("etc", file))
                .replaceAll("(?m)^#.*\n", "")
                .replace(name + " inet n - y ", name + " inet n - n ")
                .replace(name, "127.0.0.1:" + port)
                .strip();
    }
}
