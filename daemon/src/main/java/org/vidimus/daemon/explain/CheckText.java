package org.vidimus.daemon.explain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.Fact;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Evidence;
import org.vidimus.policy.pipeline.Limit;
import org.vidimus.policy.pipeline.OverrideRule;
import org.vidimus.policy.pipeline.PolicyOverride;
import org.vidimus.policy.spf.SpfResult;

/// A checked message for people. The results and what becomes of the message stand first, for those who
/// want no more; then each protocol step by step; last every question to the DNS.
public final class CheckText {
    private static final int TERM = 14;
    private static final int METHOD = 8;
    private static final int RESULT = 11;
    private static final int LONGEST = 300;

    private final Checked checked;
    private final Page page = new Page();

    private CheckText(Checked checked) {
        this.checked = checked;
    }

    /// The page about a message.
    public static Page of(Checked checked) {
        return new CheckText(checked).page();
    }

    private Page page() {
        Optional<Evidence> evidence = checked.findings().evidence();
        page.text(0, Span.strong(checked.order().name()));
        evidence.ifPresent(this::summary);
        outcome(evidence);
        checked.run().ifPresent(run -> PolicyText.describe(page, run, checked.findings()));
        envelope(evidence);
        message();
        evidence.ifPresent(found -> {
            spf(found.spf());
            iprev(found.iprev());
            dkim(found.dkim());
            arc(found.arc());
            dmarc(found.dmarc());
            Answers.section(page, found.queries());
        });
        return page;
    }

    private void summary(Evidence found) {
        page.blank();
        DmarcResult dmarc = found.dmarc();
        result("dmarc", dmarc.status().word(), domain(dmarc.fromDomain()) + dmarc.reason());
        if (found.spf().isEmpty()) {
            notChecked("spf");
        } else if (known(found.spf()).isEmpty()) {
            result("spf", "-", "not checked: neither sender nor HELO are known (--mail-from, --helo)");
        }
        for (SpfResult spf : known(found.spf())) {
            result("spf", spf.verdict().word(), SpfText.about(spf) + ": " + Reasons.of(spf.verdict()));
        }
        if (found.dkim().isEmpty()) {
            result("dkim", "none", "no signature");
        }
        for (DkimResult dkim : found.dkim()) {
            String reason = Reasons.of(dkim.verdict()).map(why -> ": " + why).orElse("");
            result("dkim", dkim.verdict().word(), DkimText.signer(dkim) + reason);
        }
        result("arc", found.arc().status().word(), arcReason(found.arc()));
        found.iprev()
                .ifPresentOrElse(
                        iprev -> result("iprev", iprev.status().word(), iprevReason(iprev)), () -> notChecked("iprev"));
    }

    private void result(String method, String word, String reason) {
        var term = List.of(Span.plain(method + " ".repeat(METHOD - method.length())), Span.result(word));
        page.entry(1, METHOD + RESULT, term, Span.plain(reason));
    }

    private void notChecked(String method) {
        result(method, "-", "not checked: the client's address is not known (--ip)");
    }

    private static String domain(Optional<DomainName> domain) {
        return domain.map(name -> name + ": ").orElse("");
    }

    private static String arcReason(ArcResult arc) {
        return switch (arc.status()) {
            case NONE -> "no ARC set";
            case PASS ->
                "sealed by "
                        + arc.sealers().stream().map(s -> s.domain().toString()).collect(Collectors.joining(", "));
            case FAIL -> arc.reason() + (arc.temporary() ? ", for now" : "");
        };
    }

    private static String iprevReason(IprevResult iprev) {
        return iprev.name().map(DomainName::toString).orElse(iprev.reason());
    }

    private void outcome(Optional<Evidence> evidence) {
        page.heading("OUTCOME");
        Disposition disposition = checked.findings().disposition();
        switch (disposition) {
            case Disposition.Accept() -> page.text(1, new Span(Style.GOOD, "accepted"));
            case Disposition.Quarantine(String reason) ->
                page.text(1, new Span(Style.DOUBT, "quarantined"), Span.plain(": " + reason));
            case Disposition.Discard(String reason) ->
                page.text(1, new Span(Style.BAD, "discarded"), Span.plain(": " + reason));
            case Disposition.Refuse refuse ->
                page.text(1, new Span(Style.BAD, "refused"), Span.plain(": " + NetworkText.escape(refuse.line())));
        }
        evidence.ifPresent(found -> {
            page.text(1, Span.plain(found.decision()));
            found.overrides().stream()
                    .map(PolicyOverride::toString)
                    .filter(override -> !found.decision().contains(override))
                    .forEach(override -> page.point(1, Span.plain(override)));
        });
        evidence.flatMap(Evidence::rule).ifPresent(rule -> page.point(1, Span.plain(override(rule))));
        checked.findings().notes().stream()
                .filter(note -> note.name().equals("stripped") || note.name().equals("was"))
                .forEach(note -> page.point(1, Span.plain(stripped(note.name(), note.value()))));
        checked.field().ifPresent(field -> {
            page.blank();
            lines(field).forEach(line -> page.verbatim(1, Span.plain(line)));
        });
    }

    private static String override(OverrideRule rule) {
        return "override " + rule.name() + ": " + rule.action().word()
                + (rule.comment().isEmpty() ? "" : " (" + rule.comment() + ")")
                + rule.expires().map(day -> ", until " + day).orElse("");
    }

    private static String stripped(String name, String value) {
        return name.equals("was") ? "it said: " + value : "Authentication-Results fields removed as forged: " + value;
    }

    private static List<String> lines(HeaderField field) {
        String text = field.name().latin1() + ":" + field.value().latin1();
        return text.replace("\t", "    ").lines().toList();
    }

    private void envelope(Optional<Evidence> evidence) {
        page.heading("GIVEN");
        MessageCheck.Order order = checked.order();
        term("client", order.client().map(AddressText::of).orElse("not known: --ip is not given"));
        term("helo", order.helo().map(CheckText::shown).orElse("not known: --helo is not given"));
        term("mail from", mailFrom());
        evidence.ifPresent(found -> term("author", author(found.author())));
        term("time", order.at().toString());
        term("dns", order.dns());
    }

    private void term(String term, String text) {
        page.entry(1, TERM, Span.plain(term), Span.plain(text));
    }

    private static String shown(Bytes octets) {
        return octets.excerpt(LONGEST);
    }

    private String mailFrom() {
        Sender sender = checked.sender();
        return switch (sender.origin()) {
            case GIVEN -> shown(sender.address());
            case RETURN_PATH ->
                shown(sender.address()) + ", assumed from the Return-Path field: --mail-from is not given";
            case UNKNOWN -> "not known: --mail-from is not given, and there is not exactly one Return-Path field";
        };
    }

    private static String author(Author author) {
        return switch (author) {
            case Author.Single(DomainName domain) -> domain.toString();
            case Author.Several(List<DomainName> domains) ->
                "several domains: " + domains.stream().map(DomainName::toString).collect(Collectors.joining(", "));
            case Author.None(String why) -> "none: " + why;
            case Author.Unreadable(int offset, String why) ->
                "the From field cannot be read, octet " + (offset + 1) + ": " + why;
        };
    }

    private void message() {
        page.heading("MESSAGE");
        Lines lines = checked.lines();
        String ends = lines.stored()
                ? "lines end in LF and are taken as CRLF"
                : lines.lf() == 0
                        ? "lines end in CRLF"
                        : "LF alone ends " + count(lines.lf()) + " of its lines, which are taken as they are";
        term("size", count(lines.octets()) + " octets, " + count(checked.fields()) + " header fields; " + ends);
        switch (checked.headerEnd()) {
            case BLANK_LINE -> {}
            case NOT_A_FIELD -> term("header", "ends at a line that is no header field, which begins the body");
            case END_OF_MESSAGE -> term("body", "there is none");
        }
        if (checked.international()) {
            term("header", "has UTF-8: taken as internationalised mail (RFC 6532)");
        }
        for (Fact fact : checked.facts().facts()) {
            String fields = fact == Fact.DUPLICATE_FIELD
                    ? ": " + String.join(", ", checked.facts().duplicates())
                    : "";
            page.entry(1, TERM, Span.plain("irregular"), new Span(Style.DOUBT, irregularity(fact) + fields));
        }
        checked.findings().limits().stream().sorted().map(Limit::word).forEach(word -> term("over limit", word));
    }

    private static String irregularity(Fact fact) {
        return switch (fact) {
            case DUPLICATE_FIELD -> "there may be one field of a kind, and are several";
            case NO_FROM -> "no From field";
            case NO_DATE -> "no Date field";
            case SPACE_BEFORE_COLON -> "white space between a field's name and its colon";
            case BAD_FIELD_NAME -> "a field name with characters that may not be in one";
            case HEADER_BARE_CR -> "a CR without LF in the header";
            case HEADER_BARE_LF -> "an LF without CR in the header";
            case HEADER_NUL -> "a NUL in the header";
            case HEADER_LONG_LINE -> "a line of more than 998 octets in the header";
            case HEADER_BLANK_LINE -> "a header line of white space only, where some readers end the header";
            case HEADER_EIGHT_BIT -> "octets beyond ASCII in the header, and not UTF-8";
            case BODY_BARE_CR -> "a CR without LF in the body";
            case BODY_BARE_LF -> "an LF without CR in the body";
            case BODY_NUL -> "a NUL in the body";
            case BODY_LONG_LINE -> "a line of more than 998 octets in the body";
        };
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void spf(List<SpfResult> results) {
        page.heading("SPF");
        if (results.isEmpty()) {
            page.text(1, Span.plain("not checked: the client's address is not known (--ip)"));
        }
        known(results).forEach(result -> SpfText.describe(page, result));
        if (checked.sender().origin() == Sender.Origin.UNKNOWN && !results.isEmpty()) {
            page.text(1, Span.plain("MAIL FROM: not checked, as the sender is not known (--mail-from)"));
        }
    }

    /// The results for identities that were given; of the others there is nothing to be said.
    private List<SpfResult> known(List<SpfResult> results) {
        return results.stream()
                .filter(result -> switch (result.identity()) {
                    case MAIL_FROM -> checked.sender().origin() != Sender.Origin.UNKNOWN;
                    case HELO -> checked.order().helo().isPresent();
                })
                .toList();
    }

    private void iprev(Optional<IprevResult> result) {
        result.ifPresent(found -> {
            page.heading("IPREV");
            page.text(
                    1,
                    Span.plain(AddressText.of(found.client()) + ": "),
                    Span.result(found.status().word()),
                    Span.plain(", " + iprevReason(found)));
        });
    }

    private void dkim(List<DkimResult> results) {
        page.heading("DKIM");
        if (results.isEmpty()) {
            page.text(1, Span.plain("no signature"));
        }
        for (int i = 0; i < results.size(); i++) {
            DkimText.describe(page, i + 1, results.get(i));
            checked.changed(i, results.get(i)).forEach(field -> page.point(3, new Span(Style.DOUBT, field.sentence())));
        }
    }

    private void arc(ArcResult result) {
        page.heading("ARC");
        page.text(1, Span.result(result.status().word()), Span.plain(": " + arcReason(result)));
        result.steps().forEach(step -> page.point(1, Span.plain(step)));
        for (ArcResult.Sealer sealer : result.steps().isEmpty() ? result.sealers() : List.<ArcResult.Sealer>of()) {
            page.point(
                    1,
                    Span.plain("i=" + sealer.instance() + " sealed by " + sealer.domain() + ", selector "
                            + sealer.selector()));
        }
        if (result.status() == ArcResult.Status.PASS) {
            page.point(
                    1,
                    Span.plain(
                            result.oldestPass() == 0
                                    ? "the message is as the first sealer saw it"
                                    : "the message is as it was from i=" + result.oldestPass() + " on"));
        }
    }

    private void dmarc(DmarcResult result) {
        page.heading("DMARC");
        page.text(1, Span.result(result.status().word()), Span.plain(", " + result.reason()));
        result.steps().forEach(step -> page.point(1, Span.plain(step)));
    }
}
