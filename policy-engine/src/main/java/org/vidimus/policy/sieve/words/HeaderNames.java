package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Locale;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// The header fields that a test names (§2.4.2.2).
///
/// Immutable.
final class HeaderNames {
    private final Text[] names;

    private HeaderNames(Text[] names) {
        this.names = names;
    }

    /// A name that no field can have is a mistake, which the compilation is told.
    static HeaderNames of(List<Literal> literals, Compilation compilation) {
        Text[] names = new Text[literals.size()];
        for (int i = 0; i < names.length; i++) {
            Literal literal = literals.get(i);
            Text name = compilation.text(literal);
            name.constant()
                    .filter(given -> !isName(given))
                    .ifPresent(given ->
                            compilation.warning(literal.at(), "no header field can be called \"" + given + "\""));
            names[i] = name.constant()
                    .map(given -> Text.of(given.toLowerCase(Locale.ROOT)))
                    .orElse(name);
        }
        return new HeaderNames(names);
    }

    int count() {
        return names.length;
    }

    /// The fields of one of the names, the topmost first.
    List<EditedHeader.Field> fields(int index, Run run) {
        return run.header().named(name(index, run));
    }

    /// One of the names, in lower case.
    String name(int index, Run run) {
        Text name = names[index];
        return name.constant().isPresent() ? name.in(run) : name.in(run).toLowerCase(Locale.ROOT);
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(Ascii::isFieldName);
    }
}
