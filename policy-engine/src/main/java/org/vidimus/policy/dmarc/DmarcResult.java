package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.dns.DomainName;

/// The outcome of DMARC for one message.
///
/// Immutable. Texts are in words of ours, printable ASCII.
///
/// @param status the result
/// @param fromDomain the Author Domain; empty where the message has none or several
/// @param policyDomain where the policy record was found
/// @param organizationalDomain the Organizational Domain of the Author Domain, where it was determined
/// @param record the policy record
/// @param requested the Domain Owner's policy for this Author Domain: p, sp or np, not lowered by t=y; empty
///     without a record. np is told from sp only for mail that fails
/// @param applicable the policy to apply, whatever the status: `requested` after t=y ([RFC 9989
///     §4.7](https://www.rfc-editor.org/rfc/rfc9989#section-4.7)) for mail that fails; what the settings say
///     for a From with several domains, none, or one that cannot be read; NONE for all other, so that neither a
///     pass nor what could not be looked up ever turns mail away
/// @param alignedSpf whether an SPF-authenticated identifier is aligned
/// @param alignedDkim whether a DKIM-authenticated identifier is aligned
/// @param discovery how Organizational Domains were found
/// @param reason why, in one sentence
/// @param steps what was asked and decided, in order, for people
public record DmarcResult(
        Status status,
        Optional<DomainName> fromDomain,
        Optional<DomainName> policyDomain,
        Optional<DomainName> organizationalDomain,
        Optional<DmarcRecord> record,
        Optional<DmarcPolicy> requested,
        DmarcPolicy applicable,
        boolean alignedSpf,
        boolean alignedDkim,
        Discovery discovery,
        String reason,
        List<String> steps) {

    /// The results (RFC 9989 §9.2).
    public enum Status {
        /// There is no policy record, or no Author Domain.
        NONE("none"),
        /// An authenticated identifier is aligned.
        PASS("pass"),
        /// None is.
        FAIL("fail"),
        /// Something could not be looked up; no policy may be applied.
        TEMPERROR("temperror"),
        /// The message cannot be evaluated: several Author Domains, or a From that cannot be read.
        PERMERROR("permerror");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /// The word in Authentication-Results.
        public String word() {
            return word;
        }
    }

    /// How Organizational Domains are found.
    public enum Discovery {
        /// By walking up the DNS (RFC 9989 §4.10).
        TREEWALK("treewalk"),
        /// By a public suffix list, as DMARC's first edition did.
        PSL("psl");

        private final String word;

        Discovery(String word) {
            this.word = word;
        }

        /// The word in aggregate reports and the configuration.
        public String word() {
            return word;
        }
    }

    /// Copies the list.
    public DmarcResult {
        steps = List.copyOf(steps);
    }

    /// The statement for Authentication-Results ([RFC 8601
    /// §2.7.4](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.4),
    /// RFC 9989 §9.1).
    ///
    /// @param disposition the policy that is applied in the end, after overrides: the value of policy.dmarc,
    ///     which is written where there is a policy record or something is applied
    public ResultInfo toResultInfo(DmarcPolicy disposition) {
        List<ResultInfo.Property> properties = new ArrayList<>();
        fromDomain.ifPresent(domain -> properties.add(ResultInfo.Property.of("header", "from", domain.toString())));
        if (record.isPresent() || disposition != DmarcPolicy.NONE) {
            properties.add(ResultInfo.Property.of("policy", "dmarc", disposition.word()));
        }
        boolean plain = status == Status.PASS || status == Status.FAIL;
        return new ResultInfo(
                "dmarc",
                1,
                status.word(),
                requested.map(policy -> "p=" + policy.word()),
                plain ? Optional.empty() : Optional.of(reason),
                properties);
    }
}
