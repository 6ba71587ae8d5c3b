package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vidimus.daemon.explain.Finding.Severity;
import org.vidimus.daemon.text.Json;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.DkimKeyRecord;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// What a domain publishes for a selector of DKIM, and what is wrong with it ([RFC 6376
/// §3.6.1](https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1)).
///
/// Immutable.
///
/// @param name where the key is
/// @param record the record; empty where there is none, or more than one
/// @param key the record read; empty where it cannot be
/// @param bits the size of the key; empty where none was had
/// @param findings what there is to be said, in the order of the record
/// @param queries what was asked
public record KeyReport(
        DomainName name,
        Optional<Bytes> record,
        Optional<DkimKeyRecord> key,
        OptionalInt bits,
        List<Finding> findings,
        List<Lookups.Asked> queries) {
    /// Copies the lists.
    public KeyReport {
        findings = List.copyOf(findings);
        queries = List.copyOf(queries);
    }

    /// Looks up a key and examines it.
    public static KeyReport of(DomainName name, Lookups dns) {
        return switch (dns.lookup(name, RecordType.TXT)) {
            case Answer.Unavailable(Answer.Cause _, String detail) ->
                without(name, "nobody could say whether there is a key: " + detail, dns);
            case Answer.NoSuchName _ -> without(name, "no key: the name does not exist", dns);
            case Answer.NoRecords _ -> without(name, "no key: the name has no TXT record", dns);
            case Answer.Found(List<Data> records, boolean _) -> of(name, records, dns);
        };
    }

    private static KeyReport without(DomainName name, String why, Lookups dns) {
        List<Finding> findings = List.of(Finding.of(Severity.ERROR, why));
        return new KeyReport(name, Optional.empty(), Optional.empty(), OptionalInt.empty(), findings, dns.log());
    }

    private static KeyReport of(DomainName name, List<Data> records, Lookups dns) {
        List<Bytes> texts = new ArrayList<>();
        for (Data data : records) {
            if (data instanceof Data.Text(Bytes value)) {
                texts.add(value);
            }
        }
        if (texts.size() != 1) {
            // RFC 6376 §3.6.2.2: what several records mean is undefined.
            return without(name, texts.size() + " TXT records; a selector must have exactly one", dns);
        }
        Bytes text = texts.getFirst();
        return switch (DkimKeyRecord.parse(text, Budgets.Signatures.DEFAULT.keyBytes())) {
            case Parsed.Malformed<DkimKeyRecord>(int offset, String why) ->
                new KeyReport(
                        name,
                        Optional.of(text),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of(Finding.at(Severity.ERROR, offset, why)),
                        dns.log());
            case Parsed.Ok<DkimKeyRecord>(DkimKeyRecord key) -> {
                KeyLint lint = new KeyLint(key);
                List<Finding> findings = lint.findings();
                yield new KeyReport(name, Optional.of(text), Optional.of(key), lint.bits(), findings, dns.log());
            }
        };
    }

    /// For people.
    public Page page() {
        Page page = new Page().text(0, Span.strong(name.toString()));
        record.ifPresent(text -> page.heading("RECORD").verbatim(1, Span.plain(text.toString())));
        key.ifPresent(read -> {
            page.heading("KEY");
            entry(page, "type", read.keyType());
            entry(page, "size", bits.isPresent() ? bits.getAsInt() + " bits" : "not known");
            entry(
                    page,
                    "hashes",
                    read.hashes().map(words -> String.join(", ", words)).orElse("all"));
            entry(page, "services", String.join(", ", read.services()).replace("*", "all"));
            entry(page, "flags", read.flags().isEmpty() ? "none" : String.join(", ", read.flags()));
        });
        Finding.section(page, findings, record.orElse(Bytes.EMPTY));
        Answers.section(page, queries);
        return page;
    }

    private static void entry(Page page, String term, String text) {
        page.entry(1, 10, Span.plain(term), Span.plain(text));
    }

    /// For programs.
    public String json() {
        var object = new LinkedHashMap<String, Object>();
        object.put("name", name);
        object.put("record", record);
        object.put("keyType", key.map(DkimKeyRecord::keyType));
        object.put("keyBits", bits);
        object.put("revoked", key.map(DkimKeyRecord::isRevoked));
        object.put("hashes", key.flatMap(DkimKeyRecord::hashes));
        object.put("services", key.map(DkimKeyRecord::services));
        object.put("flags", key.map(DkimKeyRecord::flags));
        object.put("testing", key.map(DkimKeyRecord::isTesting));
        object.put("findings", findings.stream().map(Finding::json).toList());
        object.put("queries", ResultJson.queries(queries));
        return Json.of(object);
    }
}
