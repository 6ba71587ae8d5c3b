package org.vidimus.policy.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

/// What became of a signature's key and header. Immutable.
///
/// @param problem what is wrong; empty if the signature of the header verifies
/// @param keyBits the size of the key where there is one
/// @param testing whether the key says t=y
/// @param steps what was done
record HeaderCheck(Optional<DkimProblem> problem, OptionalInt keyBits, boolean testing, List<String> steps) {
    /// Neither was looked at.
    static final HeaderCheck NONE = new HeaderCheck(Optional.empty(), OptionalInt.empty(), false, List.of());

    /// We were told to stop.
    static final HeaderCheck GIVEN_UP =
            new HeaderCheck(Optional.of(DkimProblem.of(DkimCause.INTERRUPTED)), OptionalInt.empty(), false, List.of());

    private static final int MAX_NAME = 80; // of a field, in a text for people
    private static final int MAX_NAMES = 100;

    /// Fetches the key and verifies the header. Blocks while the DNS is asked.
    static HeaderCheck of(
            DkimVerifier verifier, DkimSignature signature, HeaderBlock.Entry own, SignatureCheck.Message message) {
        DkimKeys.Found found = verifier.keys().find(signature.selector(), signature.domain(), message.dns());
        String at = "key " + signature.selector() + "._domainkey." + signature.domain() + ": ";
        return switch (found) {
            case DkimKeys.Found.Unusable(DkimProblem why) ->
                new HeaderCheck(Optional.of(why), OptionalInt.empty(), false, List.of(at + why.text()));
            case DkimKeys.Found.Usable usable -> {
                List<String> steps = new ArrayList<>();
                steps.add(at + describe(usable));
                Optional<DkimProblem> problem = verifier.unsuitable(
                        signature, usable.record(), usable.key().key());
                if (problem.isEmpty()) {
                    problem = verify(verifier, signature, own, message, usable.key(), steps);
                }
                yield new HeaderCheck(
                        problem,
                        OptionalInt.of(usable.key().key().bits()),
                        usable.record().isTesting(),
                        steps);
            }
        };
    }

    private static Optional<DkimProblem> verify(
            DkimVerifier verifier,
            DkimSignature signature,
            HeaderBlock.Entry own,
            SignatureCheck.Message message,
            CryptoBackend.Key key,
            List<String> steps) {
        List<Optional<HeaderField>> selected = message.fields().select(signature.signedFields(), Optional.of(own));
        HeaderInput input = new HeaderInput(signature.canonicalization().header(), message.form());
        selected.forEach(each -> each.ifPresent(input::field));
        // §3.7: the field itself goes last, without its line end and without its signature.
        Bytes unsigned = signature.tags().without(signature.signatureTag());
        Bytes octets = input.last(new HeaderField(own.field().name(), unsigned)).octets();
        steps.add("signed fields: " + names(signature.signedFields(), selected, true));
        String missing = names(signature.signedFields(), selected, false);
        if (!missing.isEmpty()) {
            steps.add("signed as not being there: " + missing);
        }
        boolean good = verifier.crypto().verify(signature.algorithm(), key, octets, signature.signature());
        steps.add("header, " + signature.canonicalization().header().word() + ": " + octets.length() + " octets; "
                + signature.algorithm().hash().word() + " "
                + SignatureCheck.base64(
                        Bytes.of(signature.algorithm().hash().newDigest().digest(octets.toArray())))
                + (good ? ", the signature verifies" : ", the signature does not verify"));
        return good ? Optional.empty() : Optional.of(DkimProblem.of(DkimCause.SIGNATURE_DIFFERS));
    }

    private static String describe(DkimKeys.Found.Usable usable) {
        return usable.key().key().bits() + "-bit " + usable.record().keyType()
                + (usable.record().isTesting() ? ", t=y" : "")
                + (usable.authentic() ? ", authentic (DNSSEC)" : "");
    }

    private static String names(List<Bytes> names, List<Optional<HeaderField>> selected, boolean present) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (selected.get(i).isPresent() == present) {
                texts.add(names.get(i).excerpt(MAX_NAME));
            }
        }
        return texts.stream().limit(MAX_NAMES).collect(Collectors.joining(", "))
                + (texts.size() > MAX_NAMES ? ", and " + (texts.size() - MAX_NAMES) + " more" : "");
    }
}
