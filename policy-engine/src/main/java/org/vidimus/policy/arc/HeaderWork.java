package org.vidimus.policy.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vidimus.policy.arc.ArcChain.ArcSet;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimProblem;
import org.vidimus.policy.dkim.FieldIndex;
import org.vidimus.policy.dkim.HeaderInput;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

/// Verifies the signatures of a chain whose structure is good (§5.2, steps 4 to 6), as far as the header
/// goes. It stops at the first that breaks the chain. Confined to one thread.
final class HeaderWork {
    private final ArcValidator validator;
    private final List<ArcSet> sets;
    private final FieldIndex fields;
    private final HeaderForm form;
    private final Lookups dns;
    private final List<String> steps = new ArrayList<>();

    HeaderWork(ArcValidator validator, List<ArcSet> sets, HeaderBlock header, HeaderForm form, Lookups dns) {
        this.validator = validator;
        this.sets = sets;
        this.fields = new FieldIndex(header);
        this.form = form;
        this.dns = dns;
    }

    /// Blocks while the DNS is asked.
    HeaderFindings findings() {
        ArcSet newest = sets.getLast();
        Optional<DkimProblem> problem = message(newest);
        if (problem.isPresent()) {
            return failure(messageField(newest), problem.get());
        }
        Bytes input = ArcSets.sealInput(sets, form);
        int end = input.length();
        for (ArcSet set : sets.reversed()) {
            // The input of a seal is that of the newest one up to its own set (§5.1.1).
            end -= ArcSets.sealInput(List.of(set), form).length();
            problem = seal(set, input.slice(0, end));
            if (problem.isPresent()) {
                return failure("ARC-Seal i=" + set.seal().instance(), problem.get());
            }
        }
        return new HeaderFindings(Optional.empty(), oldestHeader(), steps);
    }

    private HeaderFindings failure(String where, DkimProblem problem) {
        return new HeaderFindings(Optional.of(new HeaderFindings.Failure(where, problem)), 0, steps);
    }

    static String messageField(ArcSet set) {
        return "ARC-Message-Signature i=" + set.message().instance();
    }

    /// §5.2 step 5: how far back message signatures verify.
    private int oldestHeader() {
        int oldest = sets.size();
        while (oldest > 1 && message(sets.get(oldest - 2)).isEmpty()) {
            oldest--;
        }
        return oldest;
    }

    /// §4.1.2: as a DKIM signature.
    private Optional<DkimProblem> message(ArcSet set) {
        ArcMessageSignature message = set.message();
        Optional<DkimProblem> problem = validator.refusal(message.domain(), message.expiresAt());
        if (problem.isEmpty()) {
            Canonicalization canonicalization = message.canonicalization().header();
            HeaderInput input = new HeaderInput(canonicalization, form);
            fields.select(message.signedFields(), Optional.of(set.messageField()))
                    .forEach(field -> field.ifPresent(input::field));
            Bytes unsigned = message.tags().without(message.signatureTag());
            HeaderField own = new HeaderField(set.messageField().field().name(), unsigned);
            problem = validator
                    .verify(
                            message.selector(),
                            message.domain(),
                            input.last(own).octets(),
                            message.signature(),
                            dns)
                    .map(why -> guessed(why, canonicalization));
        }
        step(messageField(set), message.selector() + "._domainkey." + message.domain(), problem);
        return problem;
    }

    /// Where the MTA took leading spaces off, the simple form is a guess, and its failing says nothing.
    private DkimProblem guessed(DkimProblem problem, Canonicalization canonicalization) {
        return problem.cause() == DkimCause.SIGNATURE_DIFFERS
                        && canonicalization == Canonicalization.SIMPLE
                        && !form.leadingSpaceKept()
                ? DkimProblem.of(DkimCause.HEADER_NOT_AS_RECEIVED)
                : problem;
    }

    private Optional<DkimProblem> seal(ArcSet set, Bytes before) {
        ArcSeal seal = set.seal();
        Optional<DkimProblem> problem = validator.refusal(seal.domain(), OptionalLong.empty());
        if (problem.isEmpty()) {
            Bytes unsigned = seal.tags().without(seal.signatureTag());
            Bytes own = relaxed()
                    .field(set.resultsField())
                    .field(set.messageField().field())
                    .last(new HeaderField(set.sealField().name(), unsigned))
                    .octets();
            byte[] input = new byte[before.length() + own.length()];
            before.copyTo(input, 0);
            own.copyTo(input, before.length());
            problem = validator.verify(seal.selector(), seal.domain(), Bytes.of(input), seal.signature(), dns);
        }
        step("ARC-Seal i=" + seal.instance(), seal.selector() + "._domainkey." + seal.domain(), problem);
        return problem;
    }

    private void step(String where, String key, Optional<DkimProblem> problem) {
        steps.add(where + ", key " + key + ": " + problem.map(DkimProblem::text).orElse("the signature verifies"));
    }

    /// §4.1.3: a seal knows the relaxed canonicalization only.
    private HeaderInput relaxed() {
        return new HeaderInput(Canonicalization.RELAXED, form);
    }
}
