package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.syntax.Position;

/// What the actions of a script mean at the end of an SMTP transaction.
///
/// Confined to one message.
final class SieveRuling {
    /*
     * Configuration first. What SPF, DMARC and overrides led to stays as it is unless the script says otherwise in so
     * many words, so that a rule which files the mail of a list does not let in what is forged in its name:
     *
     * - the implicit keep, fileinto, redirect and edits of the header change nothing about it;
     * - an explicit keep lets the message through, whatever was proposed;
     * - reject, ereject, discard alone, and fileinto "Quarantine" take the place of what was proposed.
     *
     * Where several of these ran, the strictest counts: a refusal, then the quarantine, then keep.
     */

    private static final String QUARANTINE = "Quarantine";
    private static final int LOGGED_OCTETS = 300;

    private final SieveOutcome outcome;
    private final LocalPolicy.Subject message;
    private final List<HeaderEdit> edits = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private final List<RecipientEdit> recipients = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    private SieveRuling(SieveOutcome outcome, LocalPolicy.Subject message) {
        this.outcome = outcome;
        this.message = message;
    }

    static Ruling of(SieveOutcome outcome, LocalPolicy.Subject message) {
        return new SieveRuling(outcome, message).ruling();
    }

    private Ruling ruling() {
        if (outcome.fault().isPresent()) {
            SieveOutcome.Fault fault = outcome.fault().get();
            return new Ruling(
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(new Note("script-fault", printable(fault.toString()))),
                    List.of("fault"));
        }
        outcome.cuts().forEach(cut -> notes.add(new Note("script-cut", printable(cut))));
        editHeader();
        Optional<Ruling.Decision> decision = decision();
        outcome.actions().forEach(this::act);
        return new Ruling(decision, edits, folders, recipients, notes, events);
    }

    private void editHeader() {
        EditedHeader.Changes changes = outcome.header();
        for (int index : changes.removed()) {
            HeaderBlock.Entry entry = message.header().entries().get(index);
            edits.add(new HeaderEdit.Remove(entry.field().name(), entry.occurrence()));
            events.add("deleteheader");
        }
        changes.top().reversed().forEach(field -> add(field, true));
        changes.bottom().forEach(field -> add(field, false));
    }

    private void add(HeaderField field, boolean top) {
        HeaderField safe = SafeText.field(field);
        edits.add(top ? new HeaderEdit.Insert(safe) : new HeaderEdit.Append(safe));
        events.add("addheader");
    }

    private Optional<Ruling.Decision> decision() {
        return find(Action.Reject.class)
                .map(reject -> decided(
                        SafeText.refusal(reject, message.envelope().form().international()), reject))
                .or(() -> outcome.actions().stream()
                        .filter(SieveRuling::isQuarantine)
                        .findFirst()
                        .map(action -> decided(new Disposition.Quarantine(rule(action.at())), action)))
                .or(() -> find(Action.Keep.class).map(keep -> decided(new Disposition.Accept(), keep)))
                .or(this::discarded);
    }

    /// RFC 5228 §4.4: discard takes the implicit keep away and nothing else, so it counts only where
    /// nothing else keeps the message.
    private Optional<Ruling.Decision> discarded() {
        boolean kept = outcome.keepsImplicitly()
                || outcome.actions().stream()
                        .anyMatch(action -> action instanceof Action.FileInto || action instanceof Action.Redirect);
        return kept
                ? Optional.empty()
                : find(Action.Discard.class)
                        .map(discard -> decided(new Disposition.Discard(rule(discard.at())), discard));
    }

    private <A extends Action> Optional<A> find(Class<A> kind) {
        return outcome.actions().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    private static boolean isQuarantine(Action action) {
        return action instanceof Action.FileInto filed && filed.mailbox().equalsIgnoreCase(QUARANTINE);
    }

    private static Ruling.Decision decided(Disposition disposition, Action action) {
        return new Ruling.Decision(disposition, rule(action.at()));
    }

    private void act(Action action) {
        switch (action) {
            case Action.Keep _ -> did("keep", action, "");
            case Action.Discard _ -> did("discard", action, "");
            case Action.Reject reject -> did(reject.code() < 500 ? "tempfail" : "reject", action, "");
            case Action.FileInto filed -> {
                if (isQuarantine(filed)) {
                    did("quarantine", action, "");
                } else {
                    folders.add(filed.mailbox());
                    did("fileinto", action, filed.mailbox());
                }
            }
            case Action.Redirect redirect -> redirect(redirect);
            case Action.Log log -> {
                notes.add(new Note("script-log", printable(log.text())));
                events.add("log");
            }
            // There is no recipient here on whose behalf anybody could be answered.
            case Action.Vacation _ -> notes.add(new Note("script-ignored", "vacation@" + rule(action.at())));
        }
    }

    /// The address gets it too; and where nothing else keeps the message, the others do not.
    private void redirect(Action.Redirect redirect) {
        did("redirect", redirect, redirect.address());
        boolean alone = !outcome.keepsImplicitly()
                && outcome.actions().stream()
                        .noneMatch(action -> action instanceof Action.Keep || action instanceof Action.FileInto);
        if (alone && recipients.isEmpty()) {
            message.recipients().stream()
                    .filter(recipient -> outcome.actions().stream()
                            .noneMatch(action -> action instanceof Action.Redirect other && isFor(other, recipient)))
                    .forEach(recipient -> recipients.add(new RecipientEdit.Delete(recipient)));
        }
        if (message.recipients().stream().noneMatch(recipient -> isFor(redirect, recipient))) {
            recipients.add(new RecipientEdit.Add(Bytes.utf8("<" + redirect.address() + ">")));
        }
    }

    private static boolean isFor(Action.Redirect redirect, Bytes recipient) {
        Bytes address = Bytes.utf8(redirect.address());
        return recipient.equalsIgnoreCaseAscii(address)
                || recipient.equalsIgnoreCaseAscii(Bytes.utf8("<" + redirect.address() + ">"));
    }

    private void did(String what, Action action, String about) {
        String where = "@" + rule(action.at());
        notes.add(new Note("script", what + where + (about.isEmpty() ? "" : ":" + printable(about))));
        events.add(what);
    }

    /// A command, without the folder that the script is in: `policy.sieve:12`.
    private static String rule(Position at) {
        String file = at.file().substring(at.file().lastIndexOf('/') + 1);
        String name = printable(file);
        return (name.length() > 80 ? name.substring(0, 80) : name) + ":" + at.line();
    }

    private static String printable(String text) {
        return Bytes.utf8(text).excerpt(LOGGED_OCTETS);
    }
}
