package org.vidimus.signer.lifecycle;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// Where the key is that signs updates ([RFC 8945](https://www.rfc-editor.org/rfc/rfc8945)). Immutable.
///
/// @param file a file in the format of BIND, or one with the secret alone, in base64
/// @param named what a secret alone does not say; empty for the format of BIND
public record TsigSource(Path file, Optional<Named> named) {
    private static final Pattern NAMED = Pattern.compile("([^:/]+):(hmac-[a-z0-9]+):(.+)");

    /// What a secret alone does not say.
    ///
    /// @param name of the key, as the server knows it
    /// @param algorithm how it is used
    public record Named(DomainName name, TsigAlgorithm algorithm) {}

    /// Reads `FILE` or `NAME:ALGORITHM:FILE`.
    public static Parsed<TsigSource> parse(String text) {
        Matcher parts = NAMED.matcher(text);
        if (!parts.matches()) {
            return text.isEmpty()
                    ? new Parsed.Malformed<>(0, "expected a file")
                    : new Parsed.Ok<>(new TsigSource(Path.of(text), Optional.empty()));
        }
        Optional<TsigAlgorithm> algorithm = TsigAlgorithm.named(parts.group(2));
        if (algorithm.isEmpty()) {
            return new Parsed.Malformed<>(parts.start(2), TsigAlgorithm.EXPECTED);
        }
        return DomainName.parse(parts.group(1))
                .map(name -> new TsigSource(Path.of(parts.group(3)), Optional.of(new Named(name, algorithm.get()))));
    }

    /// As [#parse] reads it.
    @Override
    public String toString() {
        return named.map(known -> known.name() + ":" + known.algorithm().word() + ":")
                        .orElse("")
                + file;
    }
}
