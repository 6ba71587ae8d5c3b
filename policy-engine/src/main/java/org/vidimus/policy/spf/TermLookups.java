package org.vidimus.policy.spf;

import java.util.List;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Question;
import org.vidimus.policy.dns.RecordType;

/// The DNS during one evaluation: keeps its time, counts what finds nothing, and writes down each lookup.
///
/// Confined to one call.
final class TermLookups {
    private static final int SHOWN = 10;

    private final Budgets.Spf budget;
    private final LongSupplier nanoTime;
    private final Lookups dns;
    private final long started;
    private int voids;

    TermLookups(Budgets.Spf budget, LongSupplier nanoTime, Lookups dns) {
        this.budget = budget;
        this.nanoTime = nanoTime;
        this.dns = dns;
        this.started = nanoTime.getAsLong();
    }

    /// What a lookup found.
    sealed interface Result {
        /// The records; none if there are none or the name does not exist, which SPF does not tell apart (§5).
        record Records(List<Data> records) implements Result {}

        /// The evaluation cannot go on.
        ///
        /// @param why `TempError` or `PermError`
        /// @param byServer whether the DNS failed; a limit of ours was reached otherwise
        record Failed(SpfVerdict why, boolean byServer) implements Result {}
    }

    /// Whether the evaluation has used up its time (RFC 7208 §4.6.4).
    boolean isLate() {
        return nanoTime.getAsLong() - started >= budget.time().toNanos();
    }

    /// The verdict where [#isLate()].
    SpfVerdict late() {
        return new SpfVerdict.TempError("took longer than " + budget.time().toSeconds() + " s");
    }

    /// Asks the DNS.
    ///
    /// @param counts whether it counts as a void lookup if it finds nothing
    Result lookup(DomainName name, RecordType type, boolean counts, List<SpfTrace> trace) {
        if (isLate()) {
            return new Result.Failed(late(), false);
        }
        Question question = new Question(name, type);
        return switch (dns.lookup(name, type)) {
            case Answer.Found(List<Data> records, boolean _) -> {
                trace.add(new SpfTrace(question.toString(), words(records), List.of()));
                yield new Result.Records(records);
            }
            case Answer.NoRecords _ -> nothing(question, "no records", counts, trace);
            case Answer.NoSuchName _ -> nothing(question, "no such name", counts, trace);
            case Answer.Unavailable(Answer.Cause cause, String detail) -> {
                trace.add(new SpfTrace(question.toString(), detail, List.of()));
                // RFC 7208 §4.4, §5: any failure of the DNS is a temporary error.
                SpfVerdict verdict = new SpfVerdict.TempError(type + " lookup: " + detail);
                yield new Result.Failed(
                        verdict,
                        switch (cause) {
                            case TIMEOUT, SERVER_FAILURE, MALFORMED -> true;
                            case BUDGET, INTERRUPTED -> false;
                        });
            }
        };
    }

    /// RFC 7208 §4.6.4: lookups of terms that find nothing are limited. Interpretation: each lookup counts,
    /// where one may also read each term; and the same one counts each time it is made.
    private Result nothing(Question question, String what, boolean counts, List<SpfTrace> trace) {
        voids += counts ? 1 : 0;
        String number = counts ? ", void lookup " + voids + " of " + budget.voidLookups() : "";
        trace.add(new SpfTrace(question.toString(), what + number, List.of()));
        return counts && voids > budget.voidLookups()
                ? new Result.Failed(
                        new SpfVerdict.PermError("more than " + budget.voidLookups() + " lookups that find nothing"),
                        false)
                : new Result.Records(List.of());
    }

    private static String words(List<Data> records) {
        StringBuilder words = new StringBuilder();
        for (Data data : records.subList(0, Math.min(SHOWN, records.size()))) {
            words.append(words.isEmpty() ? "" : ", ").append(SpfWords.of(data));
        }
        int more = records.size() - SHOWN;
        return more > 0 ? words + " and " + more + " more" : words.toString();
    }
}
