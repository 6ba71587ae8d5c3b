package org.vidimus.signer.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Note;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.signer.key.SigningException;

/// One message that is to be sealed. Confined to its thread.
final class MailSeal implements Signer.Work {
    private static final String NO_NAME = "no-authserv-id"; // results need somebody who says them
    private static final String TOO_LARGE = "header-too-large";
    private static final String FAILED = "sealing-failed";

    private final MailSealer owner;
    private final ArcSealer sealer;
    private final HeaderForm form;
    private final Optional<Signer.Work> signing;
    private ArcSealer.@Nullable Sealing sealing;

    MailSeal(MailSealer owner, ArcSealer sealer, HeaderForm form, Optional<Signer.Work> signing) {
        this.owner = owner;
        this.sealer = sealer;
        this.form = form;
        this.signing = signing;
    }

    @Override
    public void recipient(Bytes recipient) {
        signing.ifPresent(work -> work.recipient(recipient));
    }

    @Override
    public boolean seals() {
        return true;
    }

    @Override
    public boolean endOfHeaders(HeaderBlock header, Author author, BodyHashes bodies) {
        sealing = sealer.begin(bodies);
        return signing.map(work -> work.endOfHeaders(header, author, bodies)).orElse(false);
    }

    @Override
    public Signer.Signed end(Signer.Message message) {
        Signer.Signed signed = signing.map(work -> work.end(message)).orElseGet(MailSeal::nothing);
        return signed.disposition() instanceof Disposition.Refuse ? signed : seal(message, signed);
    }

    @Override
    public Signer.Signed endUnread() {
        Signer.Signed signed = signing.map(Signer.Work::endUnread).orElseGet(MailSeal::nothing);
        return signed.disposition() instanceof Disposition.Refuse
                ? signed
                : with(signed, List.of(), unsealed(TOO_LARGE));
    }

    private static Signer.Signed nothing() {
        return new Signer.Signed(List.of(), new Disposition.Accept(), List.of());
    }

    private Signer.Signed seal(Signer.Message message, Signer.Signed signed) {
        if (sealing == null || message.chain().isEmpty()) {
            throw new IllegalStateException("the header has not ended, or the chain was not validated");
        }
        if (message.results().isEmpty()) {
            return with(signed, List.of(), unsealed(NO_NAME));
        }
        List<HeaderField> fields = new ArrayList<>(signed.fields().reversed());
        message.header().entries().forEach(entry -> fields.add(entry.field()));
        ArcSealer.Sealing begun = sealing;
        ArcSealer.Message last = new ArcSealer.Message(
                HeaderBlock.of(fields),
                form,
                message.results().get(),
                message.chain().get());
        try {
            return with(signed, run(() -> begun.seal(last, owner.clock().instant())));
        } catch (SigningException e) {
            Signer.Signed unsealed = with(signed, List.of(), unsealed(FAILED));
            return with(unsealed, List.of(), new Note("unsealed-why", String.valueOf(e.getMessage())));
        }
    }

    /// Makes the seal on a thread for that.
    ///
    /// @throws SigningException if the key failed, or there is no seal in time
    private SealingOutcome run(SealingWork work) throws SigningException {
        FutureTask<SealingOutcome> task = new FutureTask<>(work::seal);
        try {
            owner.threads().execute(task);
            return task.get(owner.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new SigningException("no thread to seal on", e);
        } catch (TimeoutException e) {
            throw new SigningException("no seal within " + owner.patience().toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SigningException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SigningException key) {
                throw key;
            }
            throw new IllegalStateException("sealing", e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    /// What is done on another thread.
    @FunctionalInterface
    private interface SealingWork {
        SealingOutcome seal() throws SigningException;
    }

    private Signer.Signed with(Signer.Signed signed, SealingOutcome outcome) {
        return switch (outcome) {
            case SealingOutcome.Sealed set -> {
                owner.events().sealed(sealer.domain(), set.validation());
                String what = sealer.domain() + ":" + sealer.selector() + ":i=" + set.instance() + ":cv="
                        + set.validation().word();
                yield with(signed, set.fields(), new Note("sealed", what));
            }
            case SealingOutcome.Unsealed(SealingOutcome.Reason reason) ->
                with(signed, List.of(), unsealed(reason.word()));
        };
    }

    private Note unsealed(String reason) {
        owner.events().unsealed(sealer.domain(), reason);
        return new Note("unsealed", reason);
    }

    private static Signer.Signed with(Signer.Signed signed, List<HeaderField> more, Note note) {
        List<HeaderField> fields = new ArrayList<>(signed.fields());
        fields.addAll(more);
        List<Note> notes = new ArrayList<>(signed.notes());
        notes.add(note);
        return new Signer.Signed(fields, signed.disposition(), notes);
    }

    @Override
    public void close() {
        signing.ifPresent(Signer.Work::close);
    }
}
