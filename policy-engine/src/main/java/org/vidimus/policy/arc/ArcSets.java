package org.vidimus.policy.arc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.authres.ArcAuthenticationResults;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.HeaderInput;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

/// The ARC sets of a header as one who adds another needs them (§5.1). Whether they are worth anything is for
/// [ArcValidator] to say.
///
/// Immutable.
///
/// @param highest the highest instance that any of their fields names, however broken it is otherwise; 0 if
///     there is none
/// @param closed whether the newest seal says that the chain has failed: then nobody adds to it (§5.1)
/// @param sealInput the canonical form of all sets, the first instance first, which is where the input of the
///     next seal begins (§5.1.1); empty if they are not put together as they should be
public record ArcSets(int highest, boolean closed, Optional<Bytes> sealInput) {
    /// The highest instance that there may be (§4.2.1).
    public static final int MAX_INSTANCE = ArcChain.MAX_INSTANCE;

    /// The sets of `header`.
    public static ArcSets of(HeaderBlock header, HeaderForm form, Budgets.Signatures budget) {
        List<HeaderBlock.Entry> seals = header.named(ArcSeal.NAME);
        int highest = Stream.of(ArcSeal.NAME, ArcMessageSignature.NAME, ArcAuthenticationResults.NAME)
                .flatMap(name -> header.named(name).stream())
                .mapToInt(entry -> instance(entry.field()))
                .max()
                .orElse(0);
        boolean closed =
                seals.stream().map(HeaderBlock.Entry::field).anyMatch(seal -> instance(seal) == highest && fails(seal));
        return new ArcSets(
                highest, closed, input(ArcChain.read(header, form, budget).sets(), form));
    }

    private static Optional<Bytes> input(List<ArcChain.ArcSet> sets, HeaderForm form) {
        return sets.isEmpty() ? Optional.empty() : Optional.of(sealInput(sets, form));
    }

    /// §5.1.1: all sets, the first instance first; in each the results, the message signature and the seal.
    /// §4.1.3: a seal knows the relaxed canonicalization only.
    static Bytes sealInput(List<ArcChain.ArcSet> sets, HeaderForm form) {
        HeaderInput input = new HeaderInput(Canonicalization.RELAXED, form);
        sets.forEach(set -> input.field(set.resultsField())
                .field(set.messageField().field())
                .field(set.sealField()));
        return input.octets();
    }

    /// The instance that a field names; 0 if that cannot be read or is no instance.
    private static int instance(HeaderField field) {
        if (field.isNamed(ArcAuthenticationResults.NAME)) {
            return switch (ArcAuthenticationResults.parse(field.value(), Budgets.DEFAULT)) {
                case Parsed.Ok<ArcAuthenticationResults>(ArcAuthenticationResults results) ->
                    allowed(results.instance());
                case Parsed.Malformed<ArcAuthenticationResults> _ -> 0;
            };
        }
        return tag(field, "i").map(ArcSets::number).map(ArcSets::allowed).orElse(0);
    }

    private static boolean fails(HeaderField seal) {
        return tag(seal, "cv")
                .filter(value -> value.equalsIgnoreCaseAscii(Bytes.utf8(ArcSeal.Validation.FAIL.word())))
                .isPresent();
    }

    private static Optional<Bytes> tag(HeaderField field, String name) {
        return switch (TagList.parse(field.value(), TagList.Charset.UTF_8)) {
            case Parsed.Ok<TagList>(TagList tags) -> tags.tag(name).map(TagList.Tag::value);
            case Parsed.Malformed<TagList> _ -> Optional.empty();
        };
    }

    private static int allowed(int instance) {
        return instance <= MAX_INSTANCE ? instance : 0;
    }

    private static int number(Bytes digits) {
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!Ascii.isDigit(digits.at(i)) || number > MAX_INSTANCE) {
                return 0;
            }
            number = 10 * number + digits.at(i) - '0';
        }
        return number;
    }
}
