package org.vidimus.policy.spf;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// One run of check_host() (§4), with its counters.
///
/// Directives are tried in order; `include` and `redirect` come back here with another domain, one level
/// deeper. Each level costs one of the counted terms, so that a record which includes itself ends at the
/// limit; should somebody set that limit very high, [#MAX_DEPTH] ends it first. Nothing is thrown: what stops
/// an evaluation travels up as a value.
///
/// Problems are told with terms as they stand in the records, never with what their macros became: a problem
/// is printed in header fields, where the sender's local-part must not be (RFC 8601 §2.7.2).
///
/// Confined to one call.
final class Evaluation {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_PROBLEM = 400;

    private final Budgets.Spf budget;
    private final ClientAddress client;
    private final TermLookups lookups;
    private final ClientNames names;
    private final Macros macros;
    private int terms;

    Evaluation(
            Budgets.Spf budget,
            InstantSource clock,
            LongSupplier nanoTime,
            Lookups dns,
            ClientAddress client,
            Sender sender) {
        this.budget = budget;
        this.client = client;
        this.lookups = new TermLookups(budget, nanoTime, dns);
        this.names = new ClientNames(client, lookups, budget.ptrNames());
        this.macros = new Macros(sender, client, names, clock);
    }

    /// What the evaluation of one domain's record came to.
    private sealed interface Outcome {
        /// A directive matched.
        ///
        /// @param directive which
        /// @param record the record that it stands in
        /// @param domain the domain of that record
        record Matched(SpfTerm.Directive directive, SpfRecord record, DomainName domain) implements Outcome {}

        /// None did, and there is no `redirect`.
        record Unmatched() implements Outcome {}

        /// There is no result of the record's own.
        ///
        /// @param verdict `None`, `TempError` or `PermError`
        record Ended(SpfVerdict verdict) implements Outcome {}
    }

    /// The record of a domain, or why there is none to evaluate.
    private sealed interface Fetched {
        record Found(SpfRecord record) implements Fetched {}

        record Ended(SpfVerdict verdict) implements Fetched {}
    }

    SpfVerdict run(DomainName domain, List<SpfTrace> trace) {
        return switch (check(domain, 0, trace)) {
            case Outcome.Ended(SpfVerdict verdict) -> verdict;
            case Outcome.Unmatched _ -> new SpfVerdict.Neutral(Optional.empty()); // RFC 7208 §4.7
            case Outcome.Matched matched -> {
                String mechanism = matched.directive().text();
                yield switch (matched.directive().qualifier()) {
                    case PASS -> new SpfVerdict.Pass(mechanism);
                    case FAIL -> new SpfVerdict.Fail(mechanism, explanation(matched, trace));
                    case SOFTFAIL -> new SpfVerdict.SoftFail(mechanism);
                    case NEUTRAL -> new SpfVerdict.Neutral(Optional.of(mechanism));
                };
            }
        };
    }

    private Outcome check(DomainName domain, int depth, List<SpfTrace> trace) {
        // RFC 7208 §4.3: as for the first domain, so for that of an include or redirect.
        if (domain.labelCount() < 2) {
            return new Outcome.Ended(new SpfVerdict.None("a domain name of one label"));
        }
        if (depth > MAX_DEPTH) {
            return new Outcome.Ended(permError("records nested more than " + MAX_DEPTH + " deep"));
        }
        return switch (fetch(domain, trace)) {
            case Fetched.Ended(SpfVerdict verdict) -> new Outcome.Ended(verdict);
            case Fetched.Found(SpfRecord record) -> {
                List<SpfTrace> below = new ArrayList<>();
                Outcome outcome = evaluate(record, domain, depth, below);
                trace.add(new SpfTrace(record.text(), words(outcome), below));
                yield outcome;
            }
        };
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Matched(SpfTerm.Directive directive, SpfRecord _, DomainName _) ->
                word(directive.qualifier()) + ", by " + directive.text();
            case Outcome.Unmatched _ -> "neutral, nothing matched";
            case Outcome.Ended(SpfVerdict verdict) -> SpfWords.of(verdict);
        };
    }

    private static String word(Qualifier qualifier) {
        return switch (qualifier) {
            case PASS -> "pass";
            case FAIL -> "fail";
            case SOFTFAIL -> "softfail";
            case NEUTRAL -> "neutral";
        };
    }

    /// RFC 7208 §4.4, §4.5: the one TXT record that is of SPF, and well formed to its end.
    private Fetched fetch(DomainName domain, List<SpfTrace> trace) {
        return switch (lookups.lookup(domain, RecordType.TXT, false, trace)) {
            case TermLookups.Result.Failed(SpfVerdict why, boolean _) -> new Fetched.Ended(why);
            case TermLookups.Result.Records(List<Data> records) -> {
                List<Data.Text> spf = new ArrayList<>();
                for (Data data : records) {
                    if (data instanceof Data.Text text && SpfRecord.isSpf(text.value())) {
                        spf.add(text);
                    }
                }
                yield switch (spf.size()) {
                    case 0 -> new Fetched.Ended(new SpfVerdict.None("no SPF record"));
                    case 1 -> read(spf.getFirst(), trace);
                    default -> new Fetched.Ended(permError(spf.size() + " SPF records"));
                };
            }
        };
    }

    private Fetched read(Data.Text text, List<SpfTrace> trace) {
        return switch (SpfRecord.parse(text.value(), budget)) {
            case Parsed.Ok<SpfRecord>(SpfRecord record) -> new Fetched.Found(record);
            case Parsed.Malformed<SpfRecord>(int offset, String why) -> {
                SpfVerdict verdict = permError("octet " + (offset + 1) + " of the record: " + why);
                trace.add(new SpfTrace(text.value().excerpt(budget.recordBytes()), SpfWords.of(verdict), List.of()));
                yield new Fetched.Ended(verdict);
            }
        };
    }

    private Outcome evaluate(SpfRecord record, DomainName domain, int depth, List<SpfTrace> trace) {
        List<SpfTerm.Directive> directives = record.directives();
        for (SpfTerm.Directive directive : directives) {
            List<SpfTrace> below = new ArrayList<>();
            Step step = lookups.isLate() ? new Step.Stop(lookups.late()) : count(directive.mechanism());
            if (step instanceof Step.NoMatch) {
                step = match(directive.mechanism(), domain, depth, below);
            }
            switch (step) {
                case Step.Match _ -> {
                    trace.add(new SpfTrace(directive.text(), "match: " + word(directive.qualifier()), below));
                    return new Outcome.Matched(directive, record, domain);
                }
                case Step.NoMatch(String why) ->
                    trace.add(new SpfTrace(directive.text(), why.isEmpty() ? "no match" : "no match: " + why, below));
                case Step.Stop(SpfVerdict verdict) -> {
                    trace.add(new SpfTrace(directive.text(), SpfWords.of(verdict), below));
                    return new Outcome.Ended(within(directive, verdict));
                }
            }
        }
        // RFC 7208 §5.1, §6.1: with an `all` anywhere redirect is not looked at; then, though, something has
        // matched.
        return record.redirect().isEmpty()
                ? new Outcome.Unmatched()
                : redirect(record.redirect().get(), domain, depth, trace);
    }

    /// RFC 7208 §6.1: the other record's result is ours, but without a record it is a permerror.
    private Outcome redirect(SpfTerm.Redirect redirect, DomainName domain, int depth, List<SpfTrace> trace) {
        List<SpfTrace> below = new ArrayList<>();
        Outcome outcome;
        if (terms++ >= budget.terms()) {
            outcome = new Outcome.Ended(tooManyTerms());
        } else {
            Optional<DomainName> target = macros.domain(redirect.domain(), domain, below);
            outcome = target.isEmpty()
                    ? new Outcome.Ended(permError("not a domain name"))
                    : check(target.get(), depth + 1, below);
        }
        if (outcome instanceof Outcome.Ended(SpfVerdict verdict)) {
            SpfVerdict ours = verdict instanceof SpfVerdict.None(String problem) ? permError(problem) : verdict;
            outcome = new Outcome.Ended(within(redirect, ours));
        }
        trace.add(new SpfTrace(redirect.text(), words(outcome), below));
        return outcome;
    }

    /// RFC 7208 §4.6.4: no more than 10 terms that ask the DNS, over all records together.
    private Step count(SpfMechanism mechanism) {
        return mechanism.asksDns() && terms++ >= budget.terms() ? new Step.Stop(tooManyTerms()) : new Step.NoMatch("");
    }

    private SpfVerdict tooManyTerms() {
        return permError("more than " + budget.terms() + " terms that ask the DNS");
    }

    private Step match(SpfMechanism mechanism, DomainName domain, int depth, List<SpfTrace> below) {
        return switch (mechanism) {
            case SpfMechanism.All _ -> new Step.Match();
            case SpfMechanism.Ip(Network network) ->
                network.contains(client.octets()) ? new Step.Match() : new Step.NoMatch("");
            case SpfMechanism.Include(MacroString target) -> include(target, domain, depth, below);
            case SpfMechanism.A(Optional<MacroString> target, int prefix4, int prefix6) -> {
                Hosts hosts = new Hosts(lookups, client, prefix4, prefix6);
                yield target(target, domain, below)
                        .map(name -> hosts.a(name, below))
                        .orElse(NOT_A_NAME);
            }
            case SpfMechanism.Mx(Optional<MacroString> target, int prefix4, int prefix6) -> {
                Hosts hosts = new Hosts(lookups, client, prefix4, prefix6);
                yield target(target, domain, below)
                        .map(name -> hosts.mx(name, budget.mxNames(), below))
                        .orElse(NOT_A_NAME);
            }
            case SpfMechanism.Ptr(Optional<MacroString> target) ->
                target(target, domain, below)
                        .map(name -> names.matchWithin(name, below))
                        .orElse(NOT_A_NAME);
            case SpfMechanism.Exists(MacroString target) ->
                macros.domain(target, domain, below)
                        .map(name -> exists(name, below))
                        .orElse(NOT_A_NAME);
        };
    }

    private static final Step NOT_A_NAME = new Step.NoMatch("not a domain name");

    /// RFC 7208 §5.7: an A record, whatever the family of the client.
    private Step exists(DomainName name, List<SpfTrace> below) {
        return switch (lookups.lookup(name, RecordType.A, true, below)) {
            case TermLookups.Result.Failed(SpfVerdict why, boolean _) -> new Step.Stop(why);
            case TermLookups.Result.Records(List<Data> records) ->
                records.isEmpty() ? new Step.NoMatch("") : new Step.Match();
        };
    }

    /// RFC 7208 §5.2: the table of what an included record's result means here.
    private Step include(MacroString target, DomainName domain, int depth, List<SpfTrace> below) {
        if (macros.areBlind(target)) {
            return NOT_A_NAME;
        }
        Optional<DomainName> name = macros.domain(target, domain, below);
        if (name.isEmpty()) {
            return new Step.Stop(permError("not a domain name"));
        }
        return switch (check(name.get(), depth + 1, below)) {
            case Outcome.Matched(SpfTerm.Directive directive, SpfRecord _, DomainName _) ->
                switch (directive.qualifier()) {
                    case PASS -> new Step.Match();
                    case FAIL, SOFTFAIL, NEUTRAL -> new Step.NoMatch(word(directive.qualifier()));
                };
            case Outcome.Unmatched _ -> new Step.NoMatch("neutral");
            case Outcome.Ended(SpfVerdict verdict) ->
                new Step.Stop(verdict instanceof SpfVerdict.None(String problem) ? permError(problem) : verdict);
        };
    }

    private Optional<DomainName> target(Optional<MacroString> target, DomainName domain, List<SpfTrace> below) {
        return target.isEmpty() ? Optional.of(domain) : macros.domain(target.get(), domain, below);
    }

    /// RFC 7208 §6.2: the explanation of the record that decided, which is never an included one. Whatever
    /// goes wrong, there is just none; nothing of it counts against the limits of §4.6.4.
    private Optional<String> explanation(Outcome.Matched matched, List<SpfTrace> trace) {
        Optional<SpfTerm.Explanation> term = matched.record().explanation();
        if (term.isEmpty()) {
            return Optional.empty();
        }
        List<SpfTrace> below = new ArrayList<>();
        Optional<String> text = macros.domain(term.get().domain(), matched.domain(), below)
                .flatMap(name -> explanation(name, matched.domain(), below));
        trace.add(new SpfTrace(term.get().text(), text.orElse("no explanation"), below));
        return text;
    }

    private Optional<String> explanation(DomainName name, DomainName domain, List<SpfTrace> below) {
        TermLookups.Result result = lookups.lookup(name, RecordType.TXT, false, below);
        if (result instanceof TermLookups.Result.Records(List<Data> records)
                && records.size() == 1
                && records.getFirst() instanceof Data.Text(var text)
                && text.length() <= budget.recordBytes()
                && MacroString.parseExplanation(text) instanceof Parsed.Ok<MacroString>(MacroString explanation)) {
            String expanded = macros.explanation(explanation, domain, below);
            return expanded.isBlank() ? Optional.empty() : Optional.of(expanded);
        }
        return Optional.empty();
    }

    private static SpfVerdict permError(String problem) {
        return new SpfVerdict.PermError(problem);
    }

    /// The verdict with the term that led to it in front of its problem.
    private static SpfVerdict within(SpfTerm term, SpfVerdict verdict) {
        return switch (verdict) {
            case SpfVerdict.TempError(String problem) -> new SpfVerdict.TempError(chain(term, problem));
            case SpfVerdict.PermError(String problem) -> new SpfVerdict.PermError(chain(term, problem));
            case SpfVerdict.None _, SpfVerdict.Pass _, SpfVerdict.Fail _, SpfVerdict.SoftFail _, SpfVerdict.Neutral _ ->
                verdict;
        };
    }

    private static String chain(SpfTerm term, String problem) {
        String all = term.text() + ": " + problem;
        return all.length() <= MAX_PROBLEM ? all : "... " + all.substring(all.length() - MAX_PROBLEM);
    }
}
