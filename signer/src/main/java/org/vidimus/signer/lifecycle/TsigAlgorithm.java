package org.vidimus.signer.lifecycle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/// How updates are signed; what [RFC 8945 §6](https://www.rfc-editor.org/rfc/rfc8945#section-6) advises to use.
public enum TsigAlgorithm {
    /// What it requires.
    HMAC_SHA256("hmac-sha256", "HmacSHA256"),
    /// The same, longer.
    HMAC_SHA384("hmac-sha384", "HmacSHA384"),
    /// The same, longest.
    HMAC_SHA512("hmac-sha512", "HmacSHA512");

    static final String EXPECTED = "expected hmac-sha256, hmac-sha384 or hmac-sha512";

    private final String word;
    private final String jdkName;

    TsigAlgorithm(String word, String jdkName) {
        this.word = word;
        this.jdkName = jdkName;
    }

    /// Its name in key files and on the wire.
    public String word() {
        return word;
    }

    String jdkName() {
        return jdkName;
    }

    Name wireName() {
        return switch (this) {
            case HMAC_SHA256 -> TSIG.HMAC_SHA256;
            case HMAC_SHA384 -> TSIG.HMAC_SHA384;
            case HMAC_SHA512 -> TSIG.HMAC_SHA512;
        };
    }

    /// The algorithm of that word, in any case.
    static Optional<TsigAlgorithm> named(String word) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.word.equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
