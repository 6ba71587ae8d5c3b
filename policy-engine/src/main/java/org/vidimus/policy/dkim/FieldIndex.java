package org.vidimus.policy.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

/// The fields of a header by name, to find those that an h= tag means. Immutable.
public final class FieldIndex {
    private final Map<Bytes, List<HeaderBlock.Entry>> fields = new HashMap<>();

    /// The fields of `header`.
    public FieldIndex(HeaderBlock header) {
        for (HeaderBlock.Entry entry : header.entries()) {
            fields.computeIfAbsent(key(entry.field().name()), _ -> new ArrayList<>())
                    .add(entry);
        }
    }

    /// The field that each name means ([§5.4.2](https://www.rfc-editor.org/rfc/rfc6376#section-5.4.2)): the
    /// first time a name occurs it is the lowest field of that name, the second time the one above; empty once
    /// there is none left, which adds nothing to the hash.
    ///
    /// @param names names of fields, letters in any case
    /// @param own the field that will hold the signature, where it is among them already: a name never means it
    ///     (§3.5, h=)
    /// @return as many as there are names, in their order
    public List<Optional<HeaderField>> select(List<Bytes> names, Optional<HeaderBlock.Entry> own) {
        Map<Bytes, Integer> next = new HashMap<>();
        List<Optional<HeaderField>> selected = new ArrayList<>(names.size());
        for (Bytes name : names) {
            Bytes key = key(name);
            List<HeaderBlock.Entry> candidates = fields.getOrDefault(key, List.of());
            int index = next.getOrDefault(key, candidates.size()) - 1;
            if (index >= 0 && own.isPresent() && candidates.get(index).equals(own.get())) {
                index--;
            }
            next.put(key, Math.max(index, 0));
            selected.add(
                    index < 0
                            ? Optional.empty()
                            : Optional.of(candidates.get(index).field()));
        }
        return selected;
    }

    private static Bytes key(Bytes name) {
        int end = name.length();
        while (end > 0 && Ascii.isWhiteSpace(name.at(end - 1))) {
            end--;
        }
        return name.slice(0, end).toLowerCaseAscii();
    }
}
