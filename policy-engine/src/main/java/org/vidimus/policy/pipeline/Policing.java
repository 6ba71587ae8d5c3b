package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.ForgeryCheck;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

/// A [LocalPolicy] at work on one message: what it needs to know is kept, and what it rules is carried out.
///
/// Confined to the thread that feeds the examination.
final class Policing {
    /// Fields that say something about a message which only this filter may say, or only their signer.
    private static final List<Bytes> NOT_ADDED = List.of(
            Bytes.utf8("DKIM-Signature"),
            Bytes.utf8("ARC-Seal"),
            Bytes.utf8("ARC-Message-Signature"),
            Bytes.utf8("ARC-Authentication-Results"),
            OwnFields.TAG,
            OwnFields.FOLDER);

    private final LocalPolicy policy;
    private final Checks checks;
    private final ConnectionFacts connection;
    private final Envelope envelope;
    private final KeptBody body;
    private final List<Bytes> recipients = new ArrayList<>();
    private Optional<Bytes> queueId = Optional.empty();
    private boolean tooMany;
    private long headerOctets;

    Policing(LocalPolicy policy, Checks checks, ConnectionFacts connection, Envelope envelope) {
        this.policy = policy;
        this.checks = checks;
        this.connection = connection;
        this.envelope = envelope;
        this.body = new KeptBody(policy.bodyOctets());
    }

    KeptBody body() {
        return body;
    }

    /// The next recipient; whether there was room for it.
    boolean recipient(Bytes recipient) {
        if (recipients.size() == checks.budgets().recipients()) {
            tooMany = true;
            return false;
        }
        recipients.add(recipient.compact());
        return true;
    }

    void queueId(Bytes id) {
        queueId = Optional.of(id.compact());
    }

    void header(HeaderField field) {
        headerOctets += field.name().length() + 1 + field.value().length() + lineFeeds(field.value()) + 2;
    }

    /// Line feeds without the carriage return that they have on the network.
    private static int lineFeeds(Bytes value) {
        int alone = 0;
        for (int at = value.indexOf('\n', 0); at >= 0; at = value.indexOf('\n', at + 1)) {
            alone += at == 0 || value.at(at - 1) != '\r' ? 1 : 0;
        }
        return alone;
    }

    /// Asks the policy, and does what it says.
    ///
    /// @param own our name, under which nobody else may speak
    void conclude(Draft draft, Content content, Optional<AuthservId> own, Optional<Skip> skip) {
        HeaderBlock header = new HeaderBlock(content.remaining(draft.removals));
        Ruling ruling = policy.rule(new LocalPolicy.Subject(
                connection,
                envelope,
                header,
                recipients,
                headerOctets + 2 + body.length(),
                body.body(),
                queueId,
                draft.evidence.map(Evidence::author).orElseGet(() -> Author.of(header)),
                skip,
                draft.evidence,
                draft.disposition,
                checks.clock().instant()));
        draft.notes.addAll(ruling.notes());
        draft.events.addAll(ruling.events());
        ruling.decision().ifPresent(decision -> decide(decision, draft));
        ForgeryCheck forgery = own.map(ForgeryCheck::new).orElseGet(ForgeryCheck::ofUnknownHost);
        ruling.edits().forEach(edit -> edit(edit, draft, forgery));
        ruling.folders().forEach(folder -> draft.insertions.add(OwnFields.folder(folder)));
        draft.recipients.addAll(ruling.recipients());
        if (tooMany && ruling.recipients().stream().anyMatch(edit -> edit instanceof RecipientEdit.Delete)) {
            // Nobody would take it from those that are not known. RFC 5321 §4.5.3.1.10: 452, too many
            // recipients.
            draft.disposition = new Disposition.Refuse(452, "4.5.3", "Too many recipients");
        }
    }

    /// What DMARC or SPF led to is not done because of a rule of the administrator's: reports and our field
    /// say so.
    private static void decide(Ruling.Decision decision, Draft draft) {
        if (!decision.disposition().getClass().equals(draft.disposition.getClass())) {
            var why = new PolicyOverride(PolicyOverride.Kind.LOCAL_POLICY, decision.why());
            draft.evidence = draft.evidence.map(evidence -> evidence.overruled(applied(decision, evidence), why));
        }
        draft.disposition = decision.disposition();
    }

    private static DmarcPolicy applied(Ruling.Decision decision, Evidence evidence) {
        DmarcResult.Status status = evidence.dmarc().status();
        boolean failed = status == DmarcResult.Status.FAIL || status == DmarcResult.Status.PERMERROR;
        return switch (decision.disposition()) {
            case Disposition.Quarantine _ when failed -> DmarcPolicy.QUARANTINE;
            case Disposition.Refuse _, Disposition.Discard _ when failed -> DmarcPolicy.REJECT;
            case Disposition.Accept _, Disposition.Quarantine _, Disposition.Refuse _, Disposition.Discard _ ->
                DmarcPolicy.NONE;
        };
    }

    private void edit(HeaderEdit edit, Draft draft, ForgeryCheck forgery) {
        switch (edit) {
            case HeaderEdit.Remove remove -> draft.removals.add(remove);
            case HeaderEdit.Insert(HeaderField field) -> {
                if (mayAdd(field, draft, forgery)) {
                    draft.insertions.add(field);
                }
            }
            case HeaderEdit.Append(HeaderField field) -> {
                if (mayAdd(field, draft, forgery)) {
                    draft.appended.add(field);
                }
            }
        }
    }

    private boolean mayAdd(HeaderField field, Draft draft, ForgeryCheck forgery) {
        boolean ours = !isName(field.name())
                || NOT_ADDED.stream().anyMatch(field::isNamed)
                || forgery.examine(field, checks.budgets().authenticationResultsBytes())
                        .isForged();
        if (ours) {
            draft.notes.add(new Note("script-ignored", "addheader:" + field.name()));
        }
        return !ours;
    }

    private static boolean isName(Bytes name) {
        boolean good = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            good &= Ascii.isFieldName(name.at(i));
        }
        return good;
    }
}
