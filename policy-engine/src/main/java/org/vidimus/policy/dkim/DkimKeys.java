package org.vidimus.policy.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// Finds the keys of signatures in the DNS ([§3.6.2](https://www.rfc-editor.org/rfc/rfc6376#section-3.6.2),
/// [§6.1.2](https://www.rfc-editor.org/rfc/rfc6376#section-6.1.2)); for DKIM and for ARC.
///
/// Thread-safe.
public final class DkimKeys {
    private final CryptoBackend crypto;
    private final int maxBytes;

    /// Keys that `crypto` will use.
    public DkimKeys(CryptoBackend crypto, Budgets.Signatures budget) {
        this.crypto = crypto;
        this.maxBytes = budget.keyBytes();
    }

    /// What was found.
    public sealed interface Found {
        /// One key.
        ///
        /// @param record the record that holds it
        /// @param key the key
        /// @param authentic whether DNSSEC vouches for the record
        record Usable(DkimKeyRecord record, CryptoBackend.Key key, boolean authentic) implements Found {}

        /// No key that could be used.
        ///
        /// @param why what was found instead
        record Unusable(DkimProblem why) implements Found {}
    }

    /// The key of `selector` and `domain`. Blocks while the DNS is asked.
    public Found find(DomainName selector, DomainName domain, Lookups dns) {
        Optional<DomainName> name = DkimSignature.keyName(selector, domain);
        if (name.isEmpty()) {
            return unusable(DkimCause.NO_KEY, "no name is that long");
        }
        return switch (dns.lookup(name.get(), RecordType.TXT)) {
            case Answer.Found(List<Data> records, boolean authentic) -> choose(records, authentic);
            case Answer.NoRecords _ -> unusable(DkimCause.NO_KEY, "no TXT record");
            case Answer.NoSuchName _ -> unusable(DkimCause.NO_KEY, "no such name");
            case Answer.Unavailable(Answer.Cause cause, String _) -> unusable(DkimCause.KEY_UNAVAILABLE, cause.word());
        };
    }

    /// Interpretation: §3.6.2.2 leaves several records undefined. Those that are no key records are passed
    /// over, as a
    /// wildcard may bring them; if more than one is left, nobody can say which is meant.
    private Found choose(List<Data> records, boolean authentic) {
        List<Bytes> texts = new ArrayList<>();
        for (Data data : records) {
            if (data instanceof Data.Text(Bytes text)) {
                texts.add(text);
            }
        }
        List<Bytes> meant = texts.stream()
                .filter(text -> text.length() <= maxBytes && DkimKeyRecord.isMeant(text))
                .toList();
        if (meant.size() > 1) {
            return unusable(DkimCause.SEVERAL_KEYS, meant.size() + " records");
        }
        if (texts.isEmpty()) {
            return unusable(DkimCause.NO_KEY, "no TXT record");
        }
        return read(meant.isEmpty() ? texts.getFirst() : meant.getFirst(), authentic);
    }

    private Found read(Bytes text, boolean authentic) {
        return switch (DkimKeyRecord.parse(text, maxBytes)) {
            case Parsed.Malformed<DkimKeyRecord>(int offset, String why) -> syntax(offset, why);
            case Parsed.Ok<DkimKeyRecord>(DkimKeyRecord record) ->
                // §3.6.1: an empty p= revokes the key, whatever else the record says.
                record.isRevoked() ? unusable(DkimCause.KEY_REVOKED, "") : decode(record, authentic);
        };
    }

    private Found decode(DkimKeyRecord record, boolean authentic) {
        for (KeyType type : KeyType.values()) {
            if (type.word().equals(record.keyType())) {
                return switch (crypto.key(type, record.key())) {
                    case Parsed.Ok<CryptoBackend.Key>(CryptoBackend.Key key) ->
                        new Found.Usable(record, key, authentic);
                    case Parsed.Malformed<CryptoBackend.Key>(int offset, String why) ->
                        unusable(DkimCause.KEY_SYNTAX, "octet " + (offset + 1) + " of the key: " + why);
                };
            }
        }
        return unusable(DkimCause.KEY_ALGORITHM, "unknown key type");
    }

    private static Found syntax(int offset, String why) {
        return unusable(DkimCause.KEY_SYNTAX, "octet " + (offset + 1) + ": " + why);
    }

    private static Found unusable(DkimCause cause, String detail) {
        return new Found.Unusable(new DkimProblem(cause, detail));
    }
}
