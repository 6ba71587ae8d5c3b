package org.vidimus.policy.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// An SPF record (§4.5, §12).
///
/// Immutable.
///
/// @param text the record: printable ASCII
/// @param terms its terms, in order
public record SpfRecord(String text, List<SpfTerm> terms) {
    private static final Bytes VERSION = Bytes.utf8("v=spf1");

    /// A mistake in a record.
    ///
    /// @param offset the octet of the record at which it is
    /// @param why what was expected there, in words of ours
    public record Mistake(int offset, String why) {}

    /// Copies the list.
    public SpfRecord {
        terms = List.copyOf(terms);
    }

    /// Whether a TXT record is one of SPF: it begins with `v=spf1`, in any case, and a space or nothing
    /// follows. Everything else at the same name is somebody else's business (§4.5).
    public static boolean isSpf(Bytes text) {
        int version = VERSION.length();
        return text.length() >= version
                && text.slice(0, version).equalsIgnoreCaseAscii(VERSION)
                && (text.length() == version || text.at(version) == ' ');
    }

    /// Reads a record. All of it is checked: what is wrong in a term that would never be reached spoils the
    /// record as well (§4.6).
    ///
    /// @return the record, or the first mistake
    public static Parsed<SpfRecord> parse(Bytes text, Budgets.Spf budget) {
        RecordParser parser = new RecordParser(text, budget.recordBytes());
        List<SpfTerm> terms = parser.parse();
        return switch (parser.mistakes()) {
            case List<Mistake> none when none.isEmpty() -> new Parsed.Ok<>(new SpfRecord(text.latin1(), terms));
            case List<Mistake> some ->
                new Parsed.Malformed<>(some.getFirst().offset(), some.getFirst().why());
        };
    }

    /// Every mistake in a record, at most one a term, in order.
    public static List<Mistake> mistakes(Bytes text, Budgets.Spf budget) {
        RecordParser parser = new RecordParser(text, budget.recordBytes());
        parser.parse();
        return parser.mistakes();
    }

    /// The directives, in order.
    public List<SpfTerm.Directive> directives() {
        List<SpfTerm.Directive> directives = new ArrayList<>(terms.size());
        for (SpfTerm term : terms) {
            if (term instanceof SpfTerm.Directive directive) {
                directives.add(directive);
            }
        }
        return directives;
    }

    /// The modifier `redirect`.
    public Optional<SpfTerm.Redirect> redirect() {
        for (SpfTerm term : terms) {
            if (term instanceof SpfTerm.Redirect redirect) {
                return Optional.of(redirect);
            }
        }
        return Optional.empty();
    }

    /// The modifier `exp`.
    public Optional<SpfTerm.Explanation> explanation() {
        for (SpfTerm term : terms) {
            if (term instanceof SpfTerm.Explanation explanation) {
                return Optional.of(explanation);
            }
        }
        return Optional.empty();
    }
}
