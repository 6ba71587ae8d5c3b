package org.vidimus.signer.outbound;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.dkim.DkimVerification;
import org.vidimus.policy.dkim.DkimVerifier;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Question;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.signer.key.DomainKey;

/// Finds the signatures that a message has from our own keys and that are still good.
///
/// A content filter gives each message back to the MTA, which hands it to us a second time; it is to be signed
/// once.
///
/// Interpretation: §5.6 and §4.2 let a message have any number of signatures, of one signer too, and say
/// nothing of one who meets his own. A signature with our names counts only if it verifies, with the public
/// half of the key at hand, so nobody has to ask the DNS. If it were enough that it is there, anybody inside
/// could suppress ours with a field of his own; and if the content filter has changed the message, the old
/// signature is worthless and a new one is needed.
///
/// Thread-safe.
final class OwnSignatures {
    private static final Bytes NAME = Bytes.utf8("DKIM-Signature");
    private static final int LONGEST = Budgets.Signatures.DEFAULT.fieldBytes();

    private final DkimVerifier verifier;

    OwnSignatures(InstantSource clock) {
        this.verifier = new DkimVerifier(DkimSettings.DEFAULT, Budgets.Signatures.DEFAULT, clock);
    }

    /// Looks for signatures of `keys` before the body comes.
    ///
    /// @param bodies takes the order for the hashes of the body
    /// @return empty if there is none
    Optional<Check> begin(HeaderBlock header, HeaderForm form, List<DomainKey> keys, BodyHashes bodies) {
        Map<DomainName, DomainKey> byName = new HashMap<>();
        keys.forEach(key -> key.recordName().ifPresent(name -> byName.putIfAbsent(name, key)));
        Set<HeaderField> ours = new HashSet<>();
        for (HeaderBlock.Entry entry : header.named(NAME)) {
            if (keyName(entry.field()).filter(byName::containsKey).isPresent()) {
                ours.add(entry.field());
            }
        }
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        // Signatures of others are left out: they would only cost time, and ours cover none.
        HeaderBlock reduced = HeaderBlock.of(header.entries().stream()
                .map(HeaderBlock.Entry::field)
                .filter(field -> !field.isNamed(NAME) || ours.contains(field))
                .toList());
        Lookups records = new Lookups(new OwnRecords(byName), Budgets.DEFAULT.dns(), () -> 0);
        Author nobody = new Author.None("not asked");
        return Optional.of(new Check(verifier.begin(reduced, nobody, form, records, Runnable::run, bodies)));
    }

    /// The name of the key record that a field names; empty if it cannot be read.
    private static Optional<DomainName> keyName(HeaderField field) {
        if (field.value().length() > LONGEST
                || !(TagList.parse(field.value(), TagList.Charset.UTF_8) instanceof Parsed.Ok<TagList>(TagList tags))) {
            return Optional.empty();
        }
        Optional<DomainName> domain = name(tags, "d");
        Optional<DomainName> selector = name(tags, "s");
        return domain.flatMap(d -> selector.flatMap(s -> d.under(s + "._domainkey")));
    }

    private static Optional<DomainName> name(TagList tags, String tag) {
        return tags.tag(tag)
                .flatMap(found -> DomainName.parse(found.value()) instanceof Parsed.Ok<DomainName>(DomainName name)
                        ? Optional.of(name)
                        : Optional.empty());
    }

    /// The signatures of one message. Confined to its thread.
    static final class Check {
        private final DkimVerification verification;

        private Check(DkimVerification verification) {
            this.verification = verification;
        }

        /// Whether there is a good signature by `key`. Call it after the body.
        Set<String> good() {
            Set<String> good = new HashSet<>();
            for (DkimResult result : verification.finish()) {
                if (result.verdict() instanceof DkimVerdict.Pass) {
                    good.add(result.selector().orElse("") + ":"
                            + result.domain().map(DomainName::toString).orElse(""));
                }
            }
            return good;
        }

        void cancel() {
            verification.cancel();
        }
    }

    /// The records of our keys, as if they stood in the DNS.
    private record OwnRecords(Map<DomainName, DomainKey> keys) implements Resolver {
        @Override
        public Answer lookup(Question question, Duration timeout) {
            DomainKey key = keys.get(question.name());
            if (key == null) {
                return new Answer.NoSuchName();
            }
            String record = "v=DKIM1; k=" + key.key().algorithm().keyType().word() + "; p="
                    + Base64.getEncoder().encodeToString(key.key().publicKey().toArray());
            return new Answer.Found(List.of(new Data.Text(Bytes.utf8(record))), false);
        }
    }
}
