package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.run.EditedHeader;

/// Which one of several fields is meant: `:index` and `:last` ([RFC 5260
/// §6](https://www.rfc-editor.org/rfc/rfc5260#section-6)).
///
/// @param number from 1
/// @param last whether it counts from the bottom
record Occurrence(long number, boolean last) {
    private static final String INDEX = "index";
    private static final String LAST = "last";

    /// `shape` with both tags, for which the extension is needed.
    static Shape on(Shape shape) {
        return shape.tag(INDEX, Shape.Kind.NUMBER, INDEX).tag(LAST, Shape.Kind.NONE, INDEX);
    }

    /// `shape` with both tags, which come with the word ([RFC 5293
    /// §5](https://www.rfc-editor.org/rfc/rfc5293#section-5)).
    static Shape ownOn(Shape shape) {
        return shape.tag(INDEX, Shape.Kind.NUMBER).tag(LAST, Shape.Kind.NONE);
    }

    /// The field that a use of a word means; empty if it says nothing about it.
    static Optional<Occurrence> of(Call call, Compilation compilation) {
        Optional<Long> number = call.tagNumber(INDEX);
        if (number.isEmpty()) {
            call.tagAt(LAST).ifPresent(at -> compilation.error(at, ":last needs :index"));
        }
        number.filter(n -> n == 0)
                .flatMap(_ -> call.tagAt(INDEX))
                .ifPresent(at -> compilation.error(at, ":index counts from 1"));
        return number.filter(n -> n > 0).map(n -> new Occurrence(n, call.has(LAST)));
    }

    /// The field among those that count, if there are as many.
    Optional<EditedHeader.Field> among(List<EditedHeader.Field> fields) {
        return number > fields.size()
                ? Optional.empty()
                : Optional.of(fields.get((int) (last ? fields.size() - number : number - 1)));
    }
}
