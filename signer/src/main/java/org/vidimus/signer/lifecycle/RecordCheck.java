package org.vidimus.signer.lifecycle;

import java.util.List;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimKeyRecord;
import org.vidimus.policy.dkim.DkimKeys;
import org.vidimus.policy.dkim.DkimProblem;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dkim.VerifyingKey;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Resolver;

/// Looks in the DNS for the record of a key, with the eyes of a verifier: aliases are followed, and what counts is
/// the key that comes out. Every resolver is asked, as one that has the record says nothing about the others.
///
/// Thread-safe.
public final class RecordCheck {
    private final List<Witness> witnesses;
    private final LongSupplier nanoTime;
    private final DkimKeys keys;

    /// Somebody to be asked.
    ///
    /// @param name what to call it, such as `192.0.2.1:53`
    /// @param resolver answers, and remembers nothing
    public record Witness(String name, Resolver resolver) {}

    /// What somebody sees of a record.
    public enum Sight {
        /// The key itself.
        MATCHES("matches"),
        /// Another key, or something that is none.
        DIFFERENT("different"),
        /// A record without a key.
        REVOKED("revoked"),
        /// Nothing.
        MISSING("missing"),
        /// It could not be asked.
        UNKNOWN("unknown");

        private final String word;

        Sight(String word) {
            this.word = word;
        }

        /// The word for people and programs.
        public String word() {
            return word;
        }
    }

    /// What one of them said.
    ///
    /// @param who the name of the witness
    /// @param detail more about it, or nothing; printable ASCII
    public record Testimony(String who, Sight sight, String detail) {}

    /// @param witnesses at least one
    /// @param nanoTime a clock of nanoseconds that only moves forward, such as `System::nanoTime`
    public RecordCheck(List<Witness> witnesses, CryptoBackend crypto, LongSupplier nanoTime) {
        this.witnesses = List.copyOf(witnesses);
        this.nanoTime = nanoTime;
        this.keys = new DkimKeys(crypto, Budgets.Signatures.DEFAULT);
    }

    /// What everyone sees of `key`. Blocks while the DNS is asked, a few seconds for each at most.
    public List<Testimony> look(DomainName domain, ManagedKey key) {
        return witnesses.stream().map(witness -> ask(witness, domain, key)).toList();
    }

    /// Whether all say `sight`; nobody's word is not enough.
    public static boolean all(List<Testimony> testimonies, Sight sight) {
        return !testimonies.isEmpty() && testimonies.stream().allMatch(said -> said.sight() == sight);
    }

    private Testimony ask(Witness witness, DomainName domain, ManagedKey key) {
        var lookups = new Lookups(witness.resolver(), Budgets.Dns.DEFAULT, nanoTime);
        lookups.openReserve();
        return switch (keys.find(key.selector(), domain, lookups)) {
            case DkimKeys.Found.Usable(DkimKeyRecord record, CryptoBackend.Key found, boolean _) ->
                compare(witness, key, record, found.key());
            case DkimKeys.Found.Unusable(DkimProblem(DkimCause cause, String detail)) ->
                new Testimony(witness.name(), sight(cause), detail);
        };
    }

    private static Sight sight(DkimCause cause) {
        if (cause == DkimCause.NO_KEY) {
            return Sight.MISSING;
        }
        if (cause == DkimCause.KEY_UNAVAILABLE) {
            return Sight.UNKNOWN;
        }
        return cause == DkimCause.KEY_REVOKED ? Sight.REVOKED : Sight.DIFFERENT;
    }

    private static Testimony compare(Witness witness, ManagedKey key, DkimKeyRecord record, VerifyingKey found) {
        boolean same = VerifyingKey.parse(key.algorithm().keyType(), key.publicKey())
                        instanceof Parsed.Ok<VerifyingKey>(VerifyingKey ours)
                && ours.equals(found);
        String wrong = !same
                ? "another key"
                : !record.isForMail()
                        ? "s= says that the key is not for mail"
                        : !record.allows(HashAlgorithm.SHA256) ? "h= does not allow sha256" : "";
        return wrong.isEmpty()
                ? new Testimony(witness.name(), Sight.MATCHES, record.isTesting() ? "t=y: only for testing" : "")
                : new Testimony(witness.name(), Sight.DIFFERENT, wrong);
    }
}
