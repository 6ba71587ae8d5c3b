package org.vidimus.policy.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vidimus.policy.base.Bytes;

/// The header fields of one message in the order received, each with its place among the fields of the same
/// name.
///
/// The place is what a milter needs to name a field to its MTA: 1 for the first `Received`, 2 for the second.
/// Names are compared as received, ASCII letters in any case.
///
/// Immutable.
///
/// @param entries the fields, the topmost first
public record HeaderBlock(List<Entry> entries) {
    /// A field and its place.
    ///
    /// @param field the field
    /// @param occurrence 1 for the first field of that name, counted from the top
    public record Entry(HeaderField field, int occurrence) {}

    /// Copies the list.
    public HeaderBlock {
        entries = List.copyOf(entries);
    }

    /// The block of these fields, the topmost first.
    public static HeaderBlock of(List<HeaderField> fields) {
        Map<Bytes, Integer> seen = new HashMap<>();
        List<Entry> entries = new ArrayList<>(fields.size());
        for (HeaderField field : fields) {
            entries.add(new Entry(field, seen.merge(field.name().toLowerCaseAscii(), 1, Integer::sum)));
        }
        return new HeaderBlock(entries);
    }

    /// The fields called `name` ([HeaderField#isNamed(Bytes)]), the topmost first.
    public List<Entry> named(Bytes name) {
        return entries.stream().filter(e -> e.field().isNamed(name)).toList();
    }
}
