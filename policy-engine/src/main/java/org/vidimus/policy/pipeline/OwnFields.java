package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;

/// The header fields in which this filter tells those who deliver what its rules decided. Where it may write
/// one, those of that name that a message brings along are removed: delivery agents obey them.
final class OwnFields implements Step {
    /// What an override of [OverrideAction#TAG] writes: its name.
    static final Bytes TAG = Bytes.utf8("X-Vidimus-Tag");

    /// Where a message is to be filed.
    static final Bytes FOLDER = Bytes.utf8("X-Vidimus-Fileinto");

    private static final int LONGEST = 900; // a line has 998 octets (RFC 5322 §2.1.1)

    private final Set<Bytes> written;
    private final int most;
    private final List<HeaderEdit.Remove> removals = new ArrayList<>();
    private boolean tooMany;

    /// @param written those that may be written
    /// @param most how many are removed from one message ([org.vidimus.policy.base.Budgets#forgedFields()])
    OwnFields(Set<Bytes> written, int most) {
        this.written = Set.copyOf(written);
        this.most = most;
    }

    /// Those that may be written with these overrides and this policy.
    static Set<Bytes> written(List<OverrideRule> overrides, LocalPolicy policy) {
        Set<Bytes> names = new HashSet<>();
        if (overrides.stream().anyMatch(rule -> rule.action() == OverrideAction.TAG)) {
            names.add(TAG);
        }
        if (policy.isAsked()) {
            names.add(FOLDER);
        }
        return names;
    }

    /// The field that names a folder; what cannot stand in a line of a header field is a question mark.
    static HeaderField folder(String name) {
        StringBuilder text = new StringBuilder(" ");
        name.codePoints()
                .limit(LONGEST / 4) // octets of the longest character in UTF-8
                .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return new HeaderField(FOLDER, Bytes.utf8(text.toString()));
    }

    /// The field that names an override.
    static HeaderField tag(OverrideRule rule) {
        return new HeaderField(TAG, Bytes.utf8(" " + rule.name()));
    }

    @Override
    public void header(HeaderField field, int occurrence) {
        if (written.stream().noneMatch(field::isNamed)) {
            return;
        }
        if (removals.size() == most || occurrence == 0) {
            tooMany = true;
            return;
        }
        removals.add(new HeaderEdit.Remove(field.name().compact(), occurrence));
    }

    @Override
    public void conclude(Draft draft) {
        draft.removals.addAll(removals);
        if (!removals.isEmpty()) {
            draft.notes.add(new Note("stripped", "own-field:" + removals.size()));
        }
        if (tooMany) {
            draft.limits.add(Limit.FORGED_FIELDS);
            draft.disposition = new Disposition.Refuse(550, "5.7.1", "Too many forged header fields");
        }
    }
}
