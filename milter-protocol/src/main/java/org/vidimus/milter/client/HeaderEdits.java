package org.vidimus.milter.client;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.vidimus.milter.client.Mail.HeaderField;
import org.vidimus.milter.client.Mail.Kind;
import org.vidimus.milter.wire.Bytes;

/// One filter's edits to a header, by the rules of the MTA.
///
/// Where both MTAs insert is an index into everything they keep, their own `Received` included; what both
/// change is counted among the fields of a name that the filter was shown.
///
/// Confined to one thread.
final class HeaderEdits {
    private final MtaProfile profile;
    private final List<HeaderField> header;
    private final boolean rawValues;

    HeaderEdits(MtaProfile profile, List<HeaderField> header, boolean rawValues) {
        this.profile = profile;
        this.header = new ArrayList<>(header);
        this.rawValues = rawValues;
    }

    /// The header after the edits. What the filter deleted is from now on a place that is not used.
    List<HeaderField> result() {
        return header.stream()
                .map(field -> field.kind() == Kind.DELETED ? field.as(Kind.UNUSED) : field)
                .toList();
    }

    /// Postfix appends. Sendmail gives its own field of that name, if it has one, the new value, and otherwise
    /// puts the field before the first of its name.
    void add(Bytes name, Bytes value) {
        HeaderField field = field(name, value);
        if (profile == MtaProfile.POSTFIX) {
            header.add(field);
            return;
        }
        OptionalInt own = first(name, HeaderEdits::isSendmailsOwn);
        if (own.isPresent()) {
            header.set(own.getAsInt(), field);
        } else {
            addBeforeSameName(field);
        }
    }

    private void addBeforeSameName(HeaderField field) {
        header.add(first(field.field().name(), _ -> true).orElse(header.size()), field);
    }

    void insert(int index, Bytes name, Bytes value) {
        header.add(Math.min(index, header.size()), field(name, value));
    }

    /// Changes the field of that name at the index, from 1; an empty value deletes. Past the last one a value
    /// is added and a deletion does nothing.
    void change(int index, Bytes name, Bytes value) {
        OptionalInt at = at(Math.max(index, 1), name);
        if (at.isEmpty()) {
            if (!value.isEmpty()) {
                append(field(name, value));
            }
        } else if (!value.isEmpty()) {
            header.set(at.getAsInt(), field(header.get(at.getAsInt()).field().name(), name, value));
        } else if (profile == MtaProfile.POSTFIX) {
            header.remove(at.getAsInt());
        } else {
            header.set(at.getAsInt(), header.get(at.getAsInt()).as(Kind.DELETED));
        }
    }

    private void append(HeaderField field) {
        if (profile == MtaProfile.POSTFIX) {
            header.add(field);
        } else {
            addBeforeSameName(field);
        }
    }

    /// The field to change. Postfix counts what is left after the deletions so far; Sendmail counts deleted
    /// fields too, and past the last one takes its own field of that name.
    private OptionalInt at(int index, Bytes name) {
        int left = index;
        OptionalInt own = OptionalInt.empty();
        for (int i = 0; i < header.size(); i++) {
            HeaderField field = header.get(i);
            if (!field.field().isNamed(name)) {
                continue;
            }
            boolean counted = field.kind() == Kind.SHOWN || field.kind() == Kind.DELETED;
            if (counted && --left == 0) {
                return OptionalInt.of(i);
            }
            if (isSendmailsOwn(field)) {
                own = OptionalInt.of(i);
            }
        }
        return own;
    }

    private OptionalInt first(Bytes name, Predicate<HeaderField> which) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).field().isNamed(name) && which.test(header.get(i))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isSendmailsOwn(HeaderField field) {
        return field.kind() == Kind.GENERATED || field.kind() == Kind.UNUSED;
    }

    /// A changed field: Sendmail keeps the name as it was written in the message, Postfix takes the filter's.
    private HeaderField field(Bytes written, Bytes name, Bytes value) {
        return field(profile == MtaProfile.POSTFIX ? name : written, value);
    }

    private HeaderField field(Bytes name, Bytes value) {
        Bytes whole = rawValues ? value : Bytes.latin1(" " + value.latin1());
        return new HeaderField(new Message.Field(name.compact(), whole.compact()), Kind.SHOWN);
    }
}
