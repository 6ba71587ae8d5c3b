package org.vidimus.daemon.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.explain.MessageSigner;
import org.vidimus.daemon.explain.MessageSigner.Named;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.dkim.HeaderSelection;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.dkim.TagOrder;
import org.vidimus.signer.key.SigningException;
import picocli.CommandLine.Model.OptionSpec;

/// `vidimus sign`: prints a message with signatures.
final class SignCommand {
    private static final String TITLE = "vidimus sign";

    private SignCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                help(),
                options(),
                List.of(Options.operand(
                        "FILE", file -> file, "A message in the format of RFC 5322; `-` is the standard input.")),
                List.of(),
                SignCommand::run);
    }

    private static Help help() {
        return new Help(
                "print a message with DKIM signatures",
                List.of(
                        "vidimus sign FILE --selector S --key FILE [--selector S --key FILE]...",
                        "    [--domain D] [--identity I] [--headers LIST] [--canonicalization C]",
                        "    [--at TIME] [--expire DURATION|none] [--passphrase-file FILE] [--force]"),
                List.of(
                        "Prints the message with a DKIM-Signature field on top, made as the filter makes it. The"
                                + " algorithm is that of the key: rsa-sha256 or ed25519-sha256. With several pairs of"
                                + " `--selector` and `--key` there is a signature for each, the first on top.",
                        "The message itself is printed octet for octet as it is. Its lines may end in CRLF, as on the"
                                + " network, or in LF, as Unix programs store mail; if every line ends in LF it is"
                                + " signed as if they ended in CRLF, which is how it will travel, and the new field"
                                + " ends its lines in LF too. A file may be larger than memory.",
                        "A message is not signed if verifiers and readers might not agree about it, or if a mail"
                                + " server is bound to change it: no author or several, a second field of a kind of"
                                + " which there may be one, a CR or LF alone, a NUL, a line of more than 998 octets, no"
                                + " blank line after the header. `--force` signs it all the same, for tests.",
                        "Nobody is asked for anything: the DNS is not, so that the key's record may still be"
                                + " missing there. `vidimus dkim-key` and `vidimus check` tell."),
                List.of(
                        "The signed message was printed.",
                        "It was not signed: it cannot be read, a key cannot be used, or it should not be signed. The"
                                + " reason is on the standard error stream.",
                        "The command line is wrong."),
                List.of(
                        new Example(
                                "Sign with both algorithms, and verify:",
                                "vidimus sign message.eml --selector r2026 --key rsa.pem \\",
                                "    --selector e2026 --key ed25519.pem > signed.eml",
                                "vidimus check signed.eml"),
                        new Example(
                                "The same octets every time:",
                                "vidimus sign message.eml --selector e2026 --key ed25519.pem \\",
                                "    --at 2026-01-31T12:00:00Z"),
                        new Example(
                                "Sign four fields, one of which nobody may add again:",
                                "vidimus sign m.eml --selector s --key s.pem \\",
                                "    --headers from:from:to:subject:date")),
                List.of("vidimus(1)", "vidimus-check(1)", "vidimus-dkim-key(1)", "vidimus-milter(1)"));
    }

    private static List<OptionSpec> options() {
        return Options.join(List.of(KeyOptions.options(), signatureOptions()));
    }

    private static List<OptionSpec> signatureOptions() {
        return List.of(
                Options.one(
                                "--domain",
                                "D",
                                MailOptions::domain,
                                "The domain that signs (d=). Without it that of the address in From.")
                        .build(),
                Options.one(
                                "--identity",
                                "I",
                                SigningOptions::identity,
                                "On whose behalf is signed (i=), such as `joe@mail.example.com` or `@example.com`; its"
                                        + " domain is the one that signs, or below it. Without it there is no i=.")
                        .build(),
                Options.one(
                                "--headers",
                                "LIST",
                                SigningOptions::headers,
                                "The fields to sign where they occur, with colons or commas between them. Those that"
                                        + " are named twice may not be added either. From is always signed. Without"
                                        + " it, what RFC 6376 recommends.")
                        .build(),
                Options.one(
                                "--canonicalization",
                                "C",
                                SigningOptions::canonicalization,
                                "Header and body, `simple` or `relaxed` each (c=).")
                        .defaultValue(
                                SignatureProfile.DEFAULT.canonicalization().toString())
                        .build(),
                Options.one(
                                "--at",
                                "TIME",
                                CheckCommand::instant,
                                "The time of the signature (t=) in the form of RFC 3339, such as"
                                        + " `2026-01-31T12:00:00Z`. Without it, now.")
                        .build(),
                Options.one(
                                "--expire",
                                "DURATION",
                                SigningOptions::lifetime,
                                "How long the signature is good (x=), a number and `s`, `m`, `h` or `d`; `none` for"
                                        + " ever.")
                        .defaultValue("7d")
                        .build(),
                Options.flag("--force", "Signs also what should not be signed, and says what that is."),
                Options.help());
    }

    private static int run(Arguments arguments, Terminal terminal) {
        String file = arguments.operands(String.class).getFirst();
        String name = file.equals("-") ? "standard input" : file;
        Optional<DkimSignature.Identity> identity = identity(arguments);
        Optional<List<Named>> keys = KeyOptions.load(TITLE, arguments, terminal);
        if (keys.isEmpty()) {
            return Cli.FAILED;
        }
        try (MessageSource message = MessageSource.of(file, terminal.in())) {
            var order = new MessageSigner.Order(
                    name,
                    keys.get(),
                    arguments.optional("--domain", DomainName.class),
                    identity,
                    profile(arguments),
                    arguments.optional("--at", Instant.class).orElseGet(CheckCommand::now),
                    arguments.flag("--force"));
            return switch (MessageSigner.run(order, message)) {
                case MessageSigner.Outcome.Unsigned(List<String> why) -> {
                    terminal.complain(TITLE, name + ": not signed: " + String.join("; ", why));
                    yield Cli.FAILED;
                }
                case MessageSigner.Outcome.Signed signed -> {
                    signed.objections().forEach(why -> terminal.complain(TITLE, name + ": signed by force: " + why));
                    signed.write(message, terminal.out());
                    yield terminal.out().checkError() ? unwritten(terminal) : Cli.DONE;
                }
            };
        } catch (IOException | SigningException failed) {
            terminal.complain(TITLE, String.valueOf(failed.getMessage()));
            return Cli.FAILED;
        }
    }

    private static int unwritten(Terminal terminal) {
        terminal.complain(TITLE, "the standard output cannot be written");
        return Cli.FAILED;
    }

    private static Optional<DkimSignature.Identity> identity(Arguments arguments) {
        Optional<DkimSignature.Identity> identity = arguments.optional("--identity", DkimSignature.Identity.class);
        Optional<DomainName> domain = arguments.optional("--domain", DomainName.class);
        if (identity.isPresent()
                && domain.filter(d -> !identity.get().domain().isWithin(d)).isPresent()) {
            throw arguments.wrong(
                    "--identity: " + identity.get().domain() + " is neither " + domain.get() + " nor below it");
        }
        return identity;
    }

    private static SignatureProfile profile(Arguments arguments) {
        return new SignatureProfile(
                arguments.value("--canonicalization", Canonicalization.Pair.class),
                arguments.optional("--headers", HeaderSelection.class).orElse(HeaderSelection.DEFAULT),
                true,
                Optional.of(arguments.value("--expire", Duration.class)).filter(Duration::isPositive),
                TagOrder.DEFAULT);
    }
}
