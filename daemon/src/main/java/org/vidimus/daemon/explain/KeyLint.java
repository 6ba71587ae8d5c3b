package org.vidimus.daemon.explain;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vidimus.daemon.explain.Finding.Severity;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.DkimKeyRecord;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.dkim.VerifyingKey;

/// What there is to be said about a key record that can be read. Confined to one call.
final class KeyLint {
    private static final Set<String> KNOWN = Set.of("v", "h", "k", "n", "p", "s", "t");
    private static final int LEAST_BITS = 1024; // RFC 8301 §3.2: verifiers must not take shorter ones
    private static final int GOOD_BITS = 2048;
    private static final int COMMON_BITS = 4096; // RFC 8301 §3.2: verifiers must be able to take that much

    private final DkimKeyRecord record;
    private final List<Finding> findings = new ArrayList<>();
    private OptionalInt bits = OptionalInt.empty();

    KeyLint(DkimKeyRecord record) {
        this.record = record;
        version();
        if (record.isRevoked()) {
            say(Severity.WARNING, "p", "the key is revoked: signatures with it count for nothing");
        } else {
            type();
        }
        uses();
        unknownTags();
        findings.sort(Comparator.comparingInt(finding -> finding.offset().orElse(-1)));
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    OptionalInt bits() {
        return bits;
    }

    private void say(Severity severity, String tag, String what) {
        findings.add(record.tags()
                .tag(tag)
                .map(found -> Finding.at(severity, found.valueOffset(), what))
                .orElseGet(() -> Finding.of(severity, what)));
    }

    private void version() {
        if (record.tags().tag("v").isEmpty()) {
            say(Severity.NOTE, "v", "no v=DKIM1: it is recommended, so that nobody takes the record for another kind");
        }
    }

    private void type() {
        Optional<KeyType> type = List.of(KeyType.values()).stream()
                .filter(known -> known.word().equals(record.keyType()))
                .findFirst();
        if (type.isEmpty()) {
            say(Severity.ERROR, "k", "a key type that is not known; rsa and ed25519 are");
            return;
        }
        switch (VerifyingKey.parse(type.get(), record.key())) {
            case Parsed.Malformed<VerifyingKey>(int _, String why) -> say(Severity.ERROR, "p", why);
            case Parsed.Ok<VerifyingKey>(VerifyingKey key) -> {
                bits = OptionalInt.of(key.bits());
                switch (key) {
                    case VerifyingKey.Rsa(BigInteger _, BigInteger exponent) -> rsa(key.bits(), exponent);
                    case VerifyingKey.Ed25519 _ ->
                        say(Severity.NOTE, "k", "some receivers do not know Ed25519 yet: sign with an RSA key as well");
                }
            }
        }
    }

    private void rsa(int size, BigInteger exponent) {
        if (size < LEAST_BITS) {
            say(Severity.ERROR, "p", size + " bits: receivers must not accept less than 1024 (RFC 8301)");
        } else if (size < GOOD_BITS) {
            say(Severity.WARNING, "p", size + " bits: at least 2048 are recommended (RFC 8301)");
        } else if (size > COMMON_BITS) {
            say(Severity.WARNING, "p", size + " bits: receivers need not take more than 4096 (RFC 8301)");
        }
        if (exponent.compareTo(BigInteger.valueOf(65_537)) < 0) {
            say(Severity.WARNING, "p", "the public exponent is " + exponent + "; 65537 is usual and safer");
        }
    }

    private void uses() {
        if (!record.allows(HashAlgorithm.SHA256)) {
            say(Severity.ERROR, "h", "sha256 is not among the hashes, and receivers must not accept any other");
        }
        if (!record.isForMail()) {
            say(Severity.ERROR, "s", "the key is not for email");
        }
        if (record.isTesting()) {
            say(Severity.WARNING, "t", "t=y says that DKIM is only being tested: signatures may count for nothing");
        }
        if (record.isStrict()) {
            say(Severity.NOTE, "t", "t=s: the key does not sign for addresses in subdomains");
        }
    }

    private void unknownTags() {
        for (TagList.Tag tag : record.tags().tags()) {
            if (tag.name().equals("g")) {
                findings.add(Finding.at(Severity.NOTE, tag.offset(), "g= was abolished in 2011 and is ignored"));
            } else if (!KNOWN.contains(tag.name())) {
                findings.add(Finding.at(Severity.WARNING, tag.offset(), "a tag that is not known, and is ignored"));
            }
        }
    }
}
