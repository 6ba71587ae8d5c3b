package org.vidimus.policy.dmarc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;

/// What a domain publishes for DMARC, how a receiver finds it, and what is wrong with it: for the people who
/// publish it.
///
/// Immutable.
///
/// @param domain the domain asked about
/// @param queries the names asked for policy records, in order
/// @param policyDomain where the policy record is
/// @param record the policy record, also one that applies to nothing because of its mistakes
/// @param policy the policy for mail from the domain itself; empty where no DMARC applies
/// @param organizationalDomain the Organizational Domain, where it could be determined
/// @param destinations where reports are wanted
/// @param findings what there is to say, the worst first
public record DmarcLint(
        DomainName domain,
        List<TreeWalk.Query> queries,
        Optional<DomainName> policyDomain,
        Optional<DmarcRecord> record,
        Optional<DmarcPolicy> policy,
        Optional<DomainName> organizationalDomain,
        List<Destination> destinations,
        List<Finding> findings) {

    /// One place for reports.
    ///
    /// @param tag `rua` or `ruf`
    /// @param uri the URI, as in [DmarcRecord#aggregateReports()]
    /// @param consent whether it wants reports about the domain
    public record Destination(String tag, String uri, Consent consent) {}

    /// Whether a destination agreed to get reports about the domain ([RFC 9990
    /// §4](https://www.rfc-editor.org/rfc/rfc9990#section-4)).
    public enum Consent {
        /// It is of the same organization.
        NOT_NEEDED("same organization"),
        /// It published that it does.
        GIVEN("agreed"),
        /// It did not, so receivers send nothing there.
        MISSING("did not agree"),
        /// It could not be found out.
        UNKNOWN("could not be looked up");

        private final String words;

        Consent(String words) {
            this.words = words;
        }

        /// The meaning in words.
        public String words() {
            return words;
        }
    }

    /// Something to say about a record.
    ///
    /// @param severity how bad it is
    /// @param where the domain whose record it is about
    /// @param offset the octet of the record at which it stands, from 0; empty where it is about the whole
    /// @param what in one sentence: printable ASCII
    public record Finding(Severity severity, DomainName where, OptionalInt offset, String what) {}

    /// How bad a finding is, the worst first.
    public enum Severity {
        /// DMARC does not do what the record says, or nothing at all.
        ERROR("error"),
        /// Probably not what was meant.
        WARNING("warning"),
        /// Worth knowing.
        NOTE("note");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        /// The word for output.
        public String word() {
            return word;
        }
    }

    /// Copies the lists.
    public DmarcLint {
        queries = List.copyOf(queries);
        destinations = List.copyOf(destinations);
        findings = List.copyOf(findings);
    }

    /// Looks up and examines what applies to `domain`. Blocks; never throws for anything in the DNS.
    public static DmarcLint of(DomainName domain, DmarcSettings settings, Lookups dns) {
        return new Linter(domain, settings, dns).examine();
    }
}
