package org.vidimus.daemon.mta;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What `bench/soak` needs around the daemon: a name server, and a message for it that passes everything. Prints where
/// the server answers, and stays until its standard input ends.
public final class SoakScene {
    private SoakScene() {}

    /// Sets it up.
    ///
    /// @param arguments the folder in which the message will be, as `message.eml`
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        TestKey key = TestKey.rsa("honest.example", "rsa", 2048);
        List<String> records = List.of(
                "honest.example. TXT \"v=spf1 include:_spf.honest.example -all\"",
                "_spf.honest.example. TXT \"v=spf1 ip4:192.0.2.0/24 -all\"",
                "_dmarc.honest.example. TXT \"v=DMARC1; p=reject\"",
                "mail.honest.example. A 192.0.2.10",
                "10.2.0.192.in-addr.arpa. PTR mail.honest.example.",
                key.record());
        String body = "This is a line of text in the body of the message.\r\n".repeat(34);
        String message = "Authentication-Results: mx.example.com; dkim=pass header.d=forged.example\r\n"
                + key.sign(LabContract.message("Ann <ann@honest.example>") + body);
        try (Nsd dns = Nsd.start(Files.createDirectory(folder.resolve("nsd")), records)) {
            Files.writeString(folder.resolve("message.eml"), message, StandardCharsets.ISO_8859_1);
            System.out.println(dns.server());
            System.in.readAllBytes();
        }
    }
}
