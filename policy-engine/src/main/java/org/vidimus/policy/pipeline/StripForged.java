package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.Claim;
import org.vidimus.policy.authres.ForgeryCheck;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.message.HeaderField;

/// Finds the Authentication-Results fields that pretend to be ours ([RFC 8601
/// §5](https://www.rfc-editor.org/rfc/rfc8601#section-5)).
///
/// No limit lets one through: a field that is too long to read is removed, and a message with too many is
/// refused.
final class StripForged implements Step {
    private static final int EXCERPTS = 3;
    private static final int EXCERPT_OCTETS = 60;

    private final ForgeryCheck check;
    private final int maxForged;
    private final List<HeaderEdit.Remove> removals = new ArrayList<>();
    private final Map<Claim, Integer> claims = new EnumMap<>(Claim.class);
    private final List<String> excerpts = new ArrayList<>();
    private int unread;
    private boolean tooMany;

    /// @param own our name; where we do not know it, any field may be a forgery and all are removed
    StripForged(Optional<AuthservId> own, Budgets budgets) {
        this.check = own.map(ForgeryCheck::new).orElseGet(ForgeryCheck::ofUnknownHost);
        this.maxForged = budgets.forgedFields();
        this.unread = budgets.authenticationResultsBytes();
    }

    @Override
    public void header(HeaderField field, int occurrence) {
        if (tooMany) {
            return;
        }
        Claim claim = check.examine(field, unread);
        if (claim != Claim.NONE) {
            unread = Math.max(0, unread - field.value().length());
        }
        if (!claim.isForged()) {
            return;
        }
        claims.merge(claim, 1, Integer::sum);
        if (removals.size() == maxForged || occurrence == 0) {
            tooMany = true;
            return;
        }
        removals.add(new HeaderEdit.Remove(field.name().compact(), occurrence));
        if (excerpts.size() < EXCERPTS) {
            excerpts.add(field.value().excerpt(EXCERPT_OCTETS));
        }
    }

    @Override
    public void conclude(Draft draft) {
        draft.removals.addAll(removals);
        if (claims.containsKey(Claim.TOO_LONG)) {
            draft.limits.add(Limit.AUTHENTICATION_RESULTS_BYTES);
        }
        if (tooMany) {
            draft.limits.add(Limit.FORGED_FIELDS);
            draft.disposition =
                    new Disposition.Refuse(550, "5.7.1", "Too many forged Authentication-Results header fields");
        }
        if (!claims.isEmpty()) {
            String kinds = claims.entrySet().stream()
                    .map(e -> e.getKey().word() + ":" + e.getValue())
                    .collect(Collectors.joining(","));
            draft.notes.add(new Note("stripped", kinds));
            excerpts.forEach(text -> draft.notes.add(new Note("was", text)));
        }
    }
}
