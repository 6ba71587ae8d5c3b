package org.vidimus.contrib.sendmail;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/// Signing behind the real Sendmail, with the shipped fragments.
@Tag("mta")
class SendmailSigningTest extends SigningContract {
    @Override
    protected String login() {
        return "user";
    }

    @Override
    protected RealMta start(MtaSettings settings, Doors doors) throws IOException {
        return SendmailMta.start(settings.config(submission(doors.submission()))
                .config("MAIL_FILTER(`signing', `S=inet:%d@127.0.0.1, F=T')dnl".formatted(doors.filter()))
                .config(daemonOn("SIGN", doors.signing(), "filter2;signing"))
                .config(daemonOn("SCAN", doors.scanned(), "vidimus"))
                .config(daemonOn("AGAIN", doors.backAgain(), "vidimus"))
                .config(daemonOn("INSIDE", doors.named(), "vidimus"))
                .config(daemonOn("BACK", doors.back(), ""))
                .config("define(`ESMTP_MAILER_ARGS', `TCP $h %d')dnl".formatted(doors.sevenBit()))
                .config("define(`SMTP8_MAILER_ARGS', `TCP $h %d')dnl".formatted(doors.scanner()))
                .config("MAILER_DEFINITIONS")
                .config(
                        "Mdowngrading, P=[IPC], F=mDFMuXa, S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP/HdrFromSMTP, E=\\r\\n, L=990,"
                                + " A=TCP $h " + doors.sevenBit())
                .config("LOCAL_RULE_0")
                .config(route("scanned.example", "smtp8"))
                .config(route("seven.example", "esmtp"))
                .config(route("downgraded.example", "downgrading")));
    }

    @Test
    void bouncesPassNoFilter() throws Exception {
        try (var _ = daemon()) {
            String text = "From: ann@honest.example\nSubject: a message to nobody\n\nbody\n";
            mta().exec(text, "sendmail", "-i", "-f", "ann@honest.example", "bob@nowhere.example");
            Delivery bounce = arrived("\r\nAuto-Submitted: auto-generated (failure)\r\n");
            assertEquals("<>", bounce.from().address());
            assertUnsigned(bounce);
        }
    }

    private static String route(String domain, String mailer) {
        return "R$+ < @ %s . >\t$#%s $@ [127.0.0.1] $: $1 < @ %1$s . >".formatted(domain, mailer);
    }

    private static String submission(int port) throws IOException {
        return Files.readString(Path.of("etc", "submission.m4"))
                .replace("Port=submission", "Family=inet, Addr=127.0.0.1, Port=" + port)
                .strip();
    }

    private static String daemonOn(String name, int port, String filters) {
        return "DAEMON_OPTIONS(`Name=%s, Family=inet, Addr=127.0.0.1, Port=%d, M=A, InputMailFilters=%s')dnl"
                .formatted(name, port, filters);
    }
}
