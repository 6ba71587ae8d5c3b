package org.vidimus.daemon.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.vidimus.daemon.config.Parsed;
import org.vidimus.daemon.config.TextType;
import org.vidimus.daemon.config.Types;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.signer.dkim.HeaderSelection;
import picocli.CommandLine.TypeConversionException;

/// Reads the values of options that say how a signature is made.
final class SigningOptions {
    private static final TextType<Duration> LIFETIME = Types.duration(Duration.ofSeconds(1), Duration.ofDays(36_500));

    private SigningOptions() {}

    /// How long a signature is good; zero for ever.
    static Duration lifetime(String text) {
        if (text.equals("none")) {
            return Duration.ZERO;
        }
        return switch (LIFETIME.parse().apply(text)) {
            case Parsed.Ok<Duration>(Duration value) -> value;
            case Parsed.Wrong<Duration>(String what) ->
                throw new TypeConversionException(what + "; expected " + LIFETIME.expects() + ", or none");
        };
    }

    static Canonicalization.Pair canonicalization(String text) {
        return Canonicalization.Pair.parse(Bytes.utf8(text))
                .orElseThrow(() -> new TypeConversionException("\"" + text
                        + "\" is not simple or relaxed for the header, a slash, and the same for the body"));
    }

    static DkimSignature.Identity identity(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new TypeConversionException("\"" + text + "\" has no at sign");
        }
        return new DkimSignature.Identity(
                Bytes.utf8(text.substring(0, at)), MailOptions.domain(text.substring(at + 1)));
    }

    /// Names of fields as h= has them.
    static HeaderSelection headers(String text) {
        Set<String> signed = new TreeSet<>();
        Set<String> oversigned = new TreeSet<>();
        for (String part : text.split("[:,]", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            HeaderSelection.refusal(name).ifPresent(why -> {
                throw new TypeConversionException("\"" + part.strip() + "\" " + why);
            });
            if (!signed.add(name)) {
                oversigned.add(name);
            }
        }
        // Whoever names a field twice means it, also where a server might still add it.
        return new HeaderSelection(signed, oversigned, Set.of());
    }
}
