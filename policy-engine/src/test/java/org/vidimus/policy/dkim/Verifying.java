package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;

/// Verifies whole messages for tests: a verifier, and what surrounds it. Immutable; the `with` methods give
/// another one.
public record Verifying(
        DkimSettings settings,
        Budgets.Signatures budget,
        Instant now,
        CryptoBackend crypto,
        DkimVerifier.Legacy legacy,
        HeaderForm form,
        Author author,
        Resolver dns) {
    private static final CryptoBackend AUTO = CryptoBackend.of(CryptoBackend.Choice.AUTO);

    /// The defaults, in the year 2026, over these keys.
    public static Verifying with(Map<String, String> keys) {
        return new Verifying(
                DkimSettings.DEFAULT,
                Budgets.Signatures.DEFAULT,
                Instant.parse("2026-11-23T12:00:00Z"),
                AUTO,
                DkimVerifier.Legacy.REFUSE,
                new HeaderForm(true, false),
                new Author.None("not looked at"),
                zone(keys));
    }

    public static Resolver zone(Map<String, String> records) {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        records.forEach((name, text) -> zone.add(DomainName.of(name), RecordType.TXT, new Data.Text(Bytes.utf8(text))));
        return zone.build();
    }

    public Verifying at(Instant time) {
        return new Verifying(settings, budget, time, crypto, legacy, form, author, dns);
    }

    public Verifying settings(DkimSettings other) {
        return new Verifying(other, budget, now, crypto, legacy, form, author, dns);
    }

    public Verifying budget(Budgets.Signatures other) {
        return new Verifying(settings, other, now, crypto, legacy, form, author, dns);
    }

    public Verifying crypto(CryptoBackend other) {
        return new Verifying(settings, budget, now, other, legacy, form, author, dns);
    }

    public Verifying withLegacy() {
        return new Verifying(settings, budget, now, crypto, DkimVerifier.Legacy.VERIFY, form, author, dns);
    }

    public Verifying form(HeaderForm other) {
        return new Verifying(settings, budget, now, crypto, legacy, other, author, dns);
    }

    public Verifying author(Author other) {
        return new Verifying(settings, budget, now, crypto, legacy, form, other, dns);
    }

    public Verifying dns(Resolver other) {
        return new Verifying(settings, budget, now, crypto, legacy, form, author, other);
    }

    public List<DkimResult> verify(String message) {
        return verify(message.getBytes(StandardCharsets.UTF_8));
    }

    /// The results for the message in a file, whose lines may end in LF.
    public List<DkimResult> verify(Path file) {
        return verify(crlf(file));
    }

    public List<DkimResult> verify(byte[] message) {
        return verify(RawMessage.parse(Bytes.of(message), Budgets.DEFAULT));
    }

    private List<DkimResult> verify(Parsed<RawMessage> parsed) {
        return switch (parsed) {
            case Parsed.Malformed<RawMessage>(int offset, String why) -> fail(offset + ": " + why);
            case Parsed.Ok<RawMessage>(RawMessage message) -> {
                BodyHashes bodies = new BodyHashes();
                DkimVerification verification =
                        verifier().begin(message.header(), author, form, lookups(), Runnable::run, bodies);
                byte[] body = message.body().toArray();
                bodies.update(body, 0, body.length);
                bodies.finish();
                yield verification.finish();
            }
        };
    }

    DkimVerifier verifier() {
        return new DkimVerifier(settings, budget, InstantSource.fixed(now), crypto, legacy);
    }

    Lookups lookups() {
        return new Lookups(dns, Budgets.Dns.DEFAULT, () -> 0);
    }

    /// The octets of a file with every line ending in CRLF.
    public static byte[] crlf(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .replace("\r\n", "\n")
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
