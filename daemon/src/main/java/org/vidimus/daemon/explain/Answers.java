package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.explain.Page.Row;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;

/// Answers of the DNS in words.
final class Answers {
    private static final int SHOWN = Page.WIDTH - 6;

    private Answers() {}

    /// One word: `found`, `nodata`, `nxdomain`, or why nobody could say, such as `timeout` and `servfail`.
    static String outcome(Answer answer) {
        return switch (answer) {
            case Answer.Found _ -> "found";
            case Answer.NoRecords _ -> "nodata";
            case Answer.NoSuchName _ -> "nxdomain";
            case Answer.Unavailable(Answer.Cause cause, String _) -> cause.word();
        };
    }

    static Style style(Answer answer) {
        return switch (answer) {
            case Answer.Found _ -> Style.PLAIN;
            case Answer.NoRecords _, Answer.NoSuchName _ -> Style.FAINT;
            case Answer.Unavailable _ -> Style.DOUBT;
        };
    }

    /// The records as a zone file would have them, but text without quotes and escaped.
    static List<String> records(Answer answer) {
        return switch (answer) {
            case Answer.Found(List<Data> records, boolean _) ->
                records.stream().map(Answers::record).toList();
            case Answer.NoRecords _, Answer.NoSuchName _, Answer.Unavailable _ -> List.of();
        };
    }

    /// What more there is to say about an answer.
    static Optional<String> detail(Answer answer) {
        return switch (answer) {
            case Answer.Found(List<Data> _, boolean authentic) ->
                authentic ? Optional.of("authentic (DNSSEC)") : Optional.empty();
            case Answer.NoRecords _, Answer.NoSuchName _ -> Optional.empty();
            case Answer.Unavailable(Answer.Cause _, String detail) -> Optional.of(detail);
        };
    }

    /// A section with every question and its answer.
    static void section(Page page, List<Lookups.Asked> asked) {
        page.heading("DNS");
        if (asked.isEmpty()) {
            page.text(1, Span.plain("nothing was asked"));
        }
        List<Row> rows = new ArrayList<>();
        for (Lookups.Asked one : asked) {
            Span outcome = new Span(style(one.answer()), words(one.answer()));
            rows.add(new Row(1, Span.plain(one.question().toString()), outcome));
            records(one.answer()).forEach(text -> rows.add(new Row(3, Span.faint(cut(text)), Span.plain(""))));
        }
        page.rows(rows);
    }

    private static String words(Answer answer) {
        String outcome = outcome(answer);
        String detail = detail(answer).orElse("");
        return detail.startsWith(outcome) ? detail : detail.isEmpty() ? outcome : outcome + ": " + detail;
    }

    /// The beginning of a long record, such as one with a key.
    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN - "...".length()) + "...";
    }

    private static String record(Data data) {
        return switch (data) {
            case Data.Address(var address) -> AddressText.of(address);
            case Data.Exchange(int preference, Optional<DomainName> host) ->
                preference + " " + host.map(DomainName::toString).orElse(".");
            case Data.Pointer(DomainName name) -> name.toString();
            case Data.Text(var value) -> value.toString();
        };
    }
}
