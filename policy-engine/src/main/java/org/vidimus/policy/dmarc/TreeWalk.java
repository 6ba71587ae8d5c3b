package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// One walk up the DNS in search of policy records ([RFC 9989
/// §4.10](https://www.rfc-editor.org/rfc/rfc9989#section-4.10)): which names were asked, and what each had.
///
/// Immutable.
///
/// @param start where the walk began
/// @param queries the names asked, the longest first; at most [#MAX_QUERIES]. Where the last one is unavailable
///     the walk broke off there
public record TreeWalk(DomainName start, List<Query> queries) {
    /// The most questions of one walk.
    public static final int MAX_QUERIES = 8;

    /// The most labels of a name after the first.
    private static final int MAX_LABELS = 7;

    /// One name and what it has.
    ///
    /// @param target the domain; the question is for `_dmarc` below it
    /// @param finding what came of it
    public record Query(DomainName target, Finding finding) {
        /// For people, printable ASCII.
        @Override
        public String toString() {
            return "_dmarc." + target + ": "
                    + switch (finding) {
                        case Finding.Published(DmarcRecord record, Optional<Boolean> suffix) ->
                            record.text().excerpt(300)
                                    + (suffix.equals(record.publicSuffix()) ? "" : " (a public suffix by the list)");
                        case Finding.Nothing(String why) -> why;
                        case Finding.Several(int count) -> count + " DMARC records, so all of them are discarded";
                        case Finding.Unavailable(String why) -> "could not be asked: " + why;
                    };
        }
    }

    /// What one name has.
    public sealed interface Finding {
        /// One policy record.
        ///
        /// @param record the record
        /// @param publicSuffix its psd=, or true where it has none and a list knows the name as a public suffix
        record Published(DmarcRecord record, Optional<Boolean> publicSuffix) implements Finding {}

        /// No policy record.
        ///
        /// @param why in words of ours
        record Nothing(String why) implements Finding {}

        /// Several policy records, which is as good as none (§4.10, steps 2 and 6).
        ///
        /// @param count how many, at least 2
        record Several(int count) implements Finding {}

        /// Nobody could say.
        ///
        /// @param why in words of ours
        record Unavailable(String why) implements Finding {}
    }

    /// Copies the list.
    public TreeWalk {
        queries = List.copyOf(queries);
    }

    /// Walks up from `start`.
    ///
    /// @param suffix names that count as public suffixes where their record has no psd=; none in the RFC
    public static TreeWalk from(DomainName start, Lookups dns, Predicate<DomainName> suffix) {
        List<Query> queries = new ArrayList<>();
        Optional<DomainName> next = Optional.of(start);
        while (next.isPresent()) {
            DomainName target = next.get();
            Query query = ask(target, dns, suffix);
            queries.add(query);
            boolean stop = switch (query.finding) {
                // §4.10, steps 2 and 6: psd=y and psd=n both end the walk.
                case Finding.Published(DmarcRecord _, Optional<Boolean> psd) -> psd.isPresent();
                case Finding.Nothing _, Finding.Several _ -> false;
                // §4.10.1: what could not be asked is no sign that there is nothing.
                case Finding.Unavailable _ -> true;
            };
            // §4.10, step 4: a name of eight or more labels is cut down to seven at once; step 7.
            next = stop ? Optional.empty() : target.parent().map(name -> name.rightmost(MAX_LABELS));
        }
        return new TreeWalk(start, queries);
    }

    /// Asks one name.
    static Query ask(DomainName target, Lookups dns, Predicate<DomainName> suffix) {
        Optional<DomainName> name = target.under("_dmarc");
        if (name.isEmpty()) {
            return new Query(target, new Finding.Nothing("a name that long cannot exist"));
        }
        Finding finding = switch (dns.lookup(name.get(), RecordType.TXT)) {
            case Answer.Found(List<Data> records, boolean _) -> choose(target, records, suffix);
            case Answer.NoRecords _ -> new Finding.Nothing("no TXT record");
            case Answer.NoSuchName _ -> new Finding.Nothing("no such name");
            case Answer.Unavailable(Answer.Cause _, String detail) -> new Finding.Unavailable(detail);
        };
        return new Query(target, finding);
    }

    private static Finding choose(DomainName target, List<Data> records, Predicate<DomainName> suffix) {
        // §4.10, steps 2 and 6: what does not begin with v=DMARC1 is discarded before anything is counted.
        List<DmarcRecord> policies = records.stream()
                .filter(Data.Text.class::isInstance)
                .map(data -> DmarcRecord.parse(((Data.Text) data).value()))
                .filter(parsed -> parsed instanceof Parsed.Ok<DmarcRecord>)
                .map(parsed -> ((Parsed.Ok<DmarcRecord>) parsed).value())
                .toList();
        return switch (policies.size()) {
            case 0 -> new Finding.Nothing("no DMARC record among the TXT records");
            case 1 -> {
                DmarcRecord record = policies.getFirst();
                boolean listed = record.publicSuffix().isEmpty() && suffix.test(target);
                yield new Finding.Published(record, listed ? Optional.of(true) : record.publicSuffix());
            }
            default -> new Finding.Several(policies.size());
        };
    }

    /// Why the walk broke off; empty where it came to its end.
    public Optional<String> failure() {
        return queries.getLast().finding instanceof Finding.Unavailable(String why)
                ? Optional.of("_dmarc." + queries.getLast().target + " could not be asked: " + why)
                : Optional.empty();
    }

    /// The Organizational Domain of the start (§4.10.2); empty where the walk broke off.
    public Optional<DomainName> organizationalDomain() {
        if (failure().isPresent()) {
            return Optional.empty();
        }
        DomainName shortest = start;
        for (Query query : queries) {
            if (query.finding instanceof Finding.Published(DmarcRecord _, Optional<Boolean> psd)) {
                shortest = query.target;
                // Rule 2: the domain below, even if the cut to seven labels means that it was never asked; not
                // for the start, which has no domain below it here.
                if (psd.equals(Optional.of(true)) && !query.target.equals(start)) {
                    return Optional.of(start.rightmost(query.target.labelCount() + 1));
                }
            }
        }
        // Rule 1 is part of this: psd=n ends the walk, so its name is the last and the shortest.
        return Optional.of(shortest);
    }

    /// The record at `name`, if the walk found one there.
    Optional<DmarcRecord> recordAt(DomainName name) {
        return queries.stream()
                .filter(query -> query.target.equals(name))
                .flatMap(query -> query.finding instanceof Finding.Published(DmarcRecord record, Optional<Boolean> _)
                        ? Optional.of(record).stream()
                        : Optional.<DmarcRecord>empty().stream())
                .findFirst();
    }
}
