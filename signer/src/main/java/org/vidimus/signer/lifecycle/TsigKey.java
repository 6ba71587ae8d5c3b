package org.vidimus.signer.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// A secret that we share with a name server ([RFC 8945](https://www.rfc-editor.org/rfc/rfc8945)). It shows its name
/// and nothing else.
///
/// Immutable.
///
/// @param name the key's name, as the server knows it
/// @param secret at least one octet
record TsigKey(DomainName name, TsigAlgorithm algorithm, Bytes secret) {
    private static final int MAX_BYTES = 64 << 10;
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
    private static final Pattern COMMENT = Pattern.compile("//[^\n]*|#[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("key\\s+\"?([^\\s\"{;]+)\"?\\s*\\{([^{}]*)\\}\\s*;");
    private static final Pattern STATEMENT = Pattern.compile("([a-z]+)\\s+\"?([^\\s\";]+)\"?\\s*;");

    /// Reads the file of `source`.
    ///
    /// @throws LifecycleException if it cannot be read, holds no key, or everybody may read it
    static TsigKey read(TsigSource source) throws LifecycleException {
        Path file = source.file();
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new LifecycleException(file + ": others can read or change this key; chmod 600 " + file);
            }
            Bytes text;
            try (var in = Files.newInputStream(file)) {
                text = Bytes.of(in.readNBytes(MAX_BYTES));
            }
            Parsed<TsigKey> key = source.named().isPresent()
                    ? secret(text.latin1().strip())
                            .map(secret -> new TsigKey(
                                    source.named().get().name(),
                                    source.named().get().algorithm(),
                                    secret))
                    : parse(text);
            return switch (key) {
                case Parsed.Ok<TsigKey>(TsigKey good) -> good;
                case Parsed.Malformed<TsigKey>(int _, String why) -> throw new LifecycleException(file + ": " + why);
            };
        } catch (IOException failed) {
            throw new LifecycleException(DirectoryStore.reason(file, failed), failed);
        }
    }

    /// Reads what `tsig-keygen` writes: `key "NAME" { algorithm ALGORITHM; secret "BASE64"; };`. Of several keys the
    /// first counts. The complaint never quotes the file.
    static Parsed<TsigKey> parse(Bytes file) {
        String text = COMMENT.matcher(file.latin1()).replaceAll(" ");
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            return new Parsed.Malformed<>(0, "expected key \"NAME\" { algorithm ...; secret ...; };");
        }
        if (!(DomainName.parse(key.group(1)) instanceof Parsed.Ok<DomainName>(DomainName name))) {
            return new Parsed.Malformed<>(key.start(1), "the key's name is no domain name");
        }
        Optional<TsigAlgorithm> algorithm = statement(key.group(2), "algorithm").flatMap(TsigAlgorithm::named);
        if (algorithm.isEmpty()) {
            return new Parsed.Malformed<>(key.start(2), TsigAlgorithm.EXPECTED);
        }
        return secret(statement(key.group(2), "secret").orElse(""))
                .map(secret -> new TsigKey(name, algorithm.get(), secret));
    }

    private static Optional<String> statement(String body, String name) {
        return STATEMENT
                .matcher(body)
                .results()
                .filter(found -> found.group(1).equals(name))
                .map(found -> found.group(2))
                .findFirst();
    }

    private static Parsed<Bytes> secret(String base64) {
        try {
            byte[] octets = Base64.getDecoder().decode(base64);
            return octets.length == 0
                    ? new Parsed.Malformed<>(0, "it has no secret")
                    : new Parsed.Ok<>(Bytes.of(octets));
        } catch (IllegalArgumentException _) {
            return new Parsed.Malformed<>(0, "the secret is not base64");
        }
    }

    /// Its name, and nothing else.
    @Override
    public String toString() {
        return "TsigKey[" + name + "]";
    }
}
