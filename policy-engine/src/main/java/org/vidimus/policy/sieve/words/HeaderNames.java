package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.sieve.compile.Call;
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
    private final Optional<Occurrence> occurrence;

    private HeaderNames(Text[] names, Optional<Occurrence> occurrence) {
        this.names = names;
        this.occurrence = occurrence;
    }

    /// A name that no field can have is a mistake, which the compilation is told.
    ///
    /// @param call may say which of the fields is meant
    static HeaderNames of(Call call, List<Literal> literals, Compilation compilation) {
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
        return new HeaderNames(names, Occurrence.of(call, compilation));
    }

    /// How many lists of fields there are.
    int count() {
        return occurrence.isPresent() ? 1 : names.length;
    }

    /// One of the lists: the fields of one of the names, the topmost first, or the one field that is meant.
    List<EditedHeader.Field> fields(int index, Run run) {
        // Each name is compared with that of each field.
        run.spendCharacters(run.header().size());
        return occurrence.isPresent()
                ? occurrence.get().among(all(run)).map(List::of).orElse(List.of())
                : run.header().named(name(index, run));
    }

    /// RFC 5260 §6: counted in the order of the names.
    private List<EditedHeader.Field> all(Run run) {
        List<EditedHeader.Field> all = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            all.addAll(run.header().named(name(i, run)));
        }
        run.spend(all.size());
        return all;
    }

    private String name(int index, Run run) {
        Text name = names[index];
        return name.constant().isPresent() ? name.in(run) : name.in(run).toLowerCase(Locale.ROOT);
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(Ascii::isFieldName);
    }
}
