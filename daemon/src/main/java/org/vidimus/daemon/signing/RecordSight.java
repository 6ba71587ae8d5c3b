package org.vidimus.daemon.signing;

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
import org.vidimus.signer.key.SigningKey;

/// What a verifier finds in the DNS where the record of a key of ours should stand. Immutable.
///
/// @param good whether signatures of the key can be verified
/// @param sure whether the DNS had an answer at all
/// @param what in a few words of printable ASCII
public record RecordSight(boolean good, boolean sure, String what) {
    /// Looks. Blocks while the DNS is asked.
    public static RecordSight of(
            DomainName domain, DomainName selector, SigningKey key, CryptoBackend crypto, Lookups dns) {
        return switch (new DkimKeys(crypto, Budgets.Signatures.DEFAULT).find(selector, domain, dns)) {
            case DkimKeys.Found.Usable(DkimKeyRecord record, CryptoBackend.Key found, boolean _) ->
                compare(key, record, found.key());
            case DkimKeys.Found.Unusable(DkimProblem(DkimCause cause, String detail)) ->
                new RecordSight(
                        false,
                        cause != DkimCause.KEY_UNAVAILABLE,
                        cause == DkimCause.NO_KEY
                                ? "not in the DNS: " + detail
                                : cause == DkimCause.KEY_UNAVAILABLE
                                        ? "could not be looked up: " + detail
                                        : "cannot be used: " + detail);
        };
    }

    private static RecordSight compare(SigningKey key, DkimKeyRecord record, VerifyingKey found) {
        boolean same = VerifyingKey.parse(key.algorithm().keyType(), key.publicKey())
                        instanceof Parsed.Ok<VerifyingKey>(VerifyingKey ours)
                && ours.equals(found);
        if (!same) {
            return new RecordSight(false, true, "in the DNS is another key");
        }
        if (!record.isForMail()) {
            return new RecordSight(false, true, "in the DNS, but s= says that the key is not for mail");
        }
        if (!record.allows(HashAlgorithm.SHA256)) {
            return new RecordSight(false, true, "in the DNS, but h= does not allow sha256");
        }
        return new RecordSight(
                true, true, record.isTesting() ? "in the DNS, with t=y: only for testing" : "in the DNS");
    }
}
