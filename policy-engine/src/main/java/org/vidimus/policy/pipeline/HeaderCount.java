package org.vidimus.policy.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;

/// Counts the fields of a header: how large it is, and which place each has among those of its name.
///
/// Confined to the thread that feeds the examination.
final class HeaderCount {
    private final Budgets budgets;
    private final Set<Limit> limits;
    private final Map<Bytes, Integer> places = new HashMap<>();
    private long fields;
    private long octets;

    /// @param limits takes those that the header goes over
    HeaderCount(Budgets budgets, Set<Limit> limits) {
        this.budgets = budgets;
        this.limits = limits;
        // Counted whatever else the header holds.
        places.put(AuthenticationResultsHeader.NAME.toLowerCaseAscii(), 0);
    }

    /// Counts the next field.
    ///
    /// @return its place, from 1; 0 if there are more names than we count
    int place(HeaderField field) {
        fields++;
        octets += field.name().length() + 1 + field.value().length() + 2;
        if (fields > budgets.headerFields()) {
            limits.add(Limit.HEADER_FIELDS);
        }
        if (octets > budgets.headerBytes()) {
            limits.add(Limit.HEADER_BYTES);
        }
        Bytes name = field.name().toLowerCaseAscii();
        return places.containsKey(name) || places.size() < budgets.headerFields()
                ? places.merge(name, 1, Integer::sum)
                : 0;
    }

    boolean isOver() {
        return limits.contains(Limit.HEADER_FIELDS) || limits.contains(Limit.HEADER_BYTES);
    }
}
