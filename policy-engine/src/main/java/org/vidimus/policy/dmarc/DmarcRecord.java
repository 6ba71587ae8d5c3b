package org.vidimus.policy.dmarc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// A DMARC policy record ([RFC 9989 §4.7](https://www.rfc-editor.org/rfc/rfc9989#section-4.7)).
///
/// Immutable.
///
/// @param text the record as published
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
/// @param invalidTags the known tags whose value is not valid, or that were given more than once; each counts
///     as its default
/// @param problems what is wrong with the record and where, for people
public record DmarcRecord(
        Bytes text,
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
        Set<String> invalidTags,
        List<Problem> problems) {
    /// The most octets of a record that is read; a longer one counts as none.
    public static final int MAX_LENGTH = 16 << 10;

    /// A mistake in a record.
    ///
    /// @param offset the octet of the record at which it stands, from 0
    /// @param what in words of ours, printable ASCII
    public record Problem(int offset, String what) {}

    /// Copies the collections.
    public DmarcRecord {
        aggregateReports = List.copyOf(aggregateReports);
        failureReports = List.copyOf(failureReports);
        failureOptions = List.copyOf(failureOptions);
        invalidTags = Set.copyOf(invalidTags);
        problems = List.copyOf(problems);
    }

    /// Reads a TXT record, its strings joined.
    ///
    /// `Malformed` is whatever does not begin with `v=DMARC1`: such a record is someone else's and is ignored
    /// (§4.10). All other mistakes cost the tag they are in and stand in [#problems()] (§4.7).
    public static Parsed<DmarcRecord> parse(Bytes text) {
        return TagList.parse(text).map(tags -> new RecordReader(text, tags).record());
    }

    /// Whether the record has the tag pct of the first edition, and its value is 0.
    boolean sampledOut() {
        return TagList.parse(text) instanceof Parsed.Ok<TagList>(TagList list)
                && list.tags().stream()
                        .anyMatch(tag -> tag.name().equals("pct") && tag.value().matches("0+"));
    }
}
