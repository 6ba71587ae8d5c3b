package org.vidimus.policy.dmarc;

import java.util.List;
import java.util.Optional;

/// A DMARC policy record ([RFC 9989 §4.7](https://www.rfc-editor.org/rfc/rfc9989#section-4.7)).
///
/// Immutable.
///
/// @param policy p=; empty where it is missing or not one of the three words
/// @param subdomainPolicy sp=; empty where missing or invalid
/// @param nonexistentPolicy np=; empty where missing or invalid
/// @param strictDkim whether adkim=s
/// @param strictSpf whether aspf=s
/// @param publicSuffix psd=: true for y, false for n, empty for u, the default
/// @param testing whether t=y
/// @param aggregateReports the URIs of rua= that are well formed, percent-decoded, without size suffix
/// @param failureReports the URIs of ruf=, likewise
/// @param failureOptions fo=, lower case; `0` where missing
/// @param problems what is wrong with the record and where, for people
public record DmarcRecord(
        Optional<DmarcPolicy> policy,
        Optional<DmarcPolicy> subdomainPolicy,
        Optional<DmarcPolicy> nonexistentPolicy,
        boolean strictDkim,
        boolean strictSpf,
        Optional<Boolean> publicSuffix,
        boolean testing,
        List<String> aggregateReports,
        List<String> failureReports,
        List<String> failureOptions,
        List<Problem> problems) {
    /// A mistake in a record.
    ///
    /// @param offset the octet of the record at which it stands, from 0
    /// @param what in words of ours, printable ASCII
    public record Problem(int offset, String what) {}

    /// Copies the lists.
    public DmarcRecord {
        aggregateReports = List.copyOf(aggregateReports);
        failureReports = List.copyOf(failureReports);
        failureOptions = List.copyOf(failureOptions);
        problems = List.copyOf(problems);
    }
}
