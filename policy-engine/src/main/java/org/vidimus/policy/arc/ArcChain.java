package org.vidimus.policy.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.authres.ArcAuthenticationResults;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

/// The ARC sets of a header and whether they are put together as they should be: everything about a chain
/// that can be said without a key (§5.2, steps 1 to 3). Immutable.
///
/// @param sets the sets, the first instance first; none where the header has no ARC field, or where the chain
///     is broken
/// @param problem what is broken; empty for a good structure and for none at all
/// @param sealers who sealed, as far as it could be read
record ArcChain(List<ArcSet> sets, Optional<String> problem, List<ArcResult.Sealer> sealers) {
    /// The highest instance (§4.2.1).
    static final int MAX_INSTANCE = 50;

    private static final int FIELDS_OF_A_SET = 3;

    /// One set, complete.
    ///
    /// @param resultsField the ARC-Authentication-Results field
    /// @param messageField the ARC-Message-Signature field, which says `message`
    /// @param sealField the ARC-Seal field, which says `seal`
    record ArcSet(
            HeaderField resultsField,
            HeaderBlock.Entry messageField,
            ArcMessageSignature message,
            HeaderField sealField,
            ArcSeal seal) {}

    ArcChain {
        sets = List.copyOf(sets);
        sealers = List.copyOf(sealers);
    }

    static ArcChain read(HeaderBlock header, HeaderForm form, Budgets.Signatures budget) {
        return new Reader(form, budget).read(header);
    }

    /// Collects the fields. Confined to one call.
    private static final class Reader {
        private final Budgets.Signatures budget;
        private final TagList.Charset charset;
        private final SortedMap<Integer, Parts> parts = new TreeMap<>();
        private @Nullable String problem;

        /// The fields of one instance.
        private static final class Parts {
            private @Nullable HeaderField resultsField;
            private @Nullable Parsed<AuthenticationResultsHeader> results;
            private HeaderBlock.@Nullable Entry messageField;
            private @Nullable ArcMessageSignature message;
            private @Nullable HeaderField sealField;
            private @Nullable ArcSeal seal;
        }

        private Reader(HeaderForm form, Budgets.Signatures budget) {
            this.budget = budget;
            // RFC 8616 §6: in internationalised mail tags may hold U-labels.
            this.charset = form.international() ? TagList.Charset.UTF_8 : TagList.Charset.ASCII;
        }

        private ArcChain read(HeaderBlock header) {
            List<HeaderBlock.Entry> seals = header.named(ArcSeal.NAME);
            List<HeaderBlock.Entry> messages = header.named(ArcMessageSignature.NAME);
            List<HeaderBlock.Entry> results = header.named(ArcAuthenticationResults.NAME);
            int fields = seals.size() + messages.size() + results.size();
            // §5.2 step 1: without ARC fields there is no chain.
            if (fields == 0) {
                return new ArcChain(List.of(), Optional.empty(), List.of());
            }
            if (fields > FIELDS_OF_A_SET * budget.arcSets()) {
                return new ArcChain(List.of(), Optional.of("more than " + budget.arcSets() + " sets"), List.of());
            }
            seals.forEach(this::seal);
            messages.forEach(this::message);
            results.forEach(entry -> results(entry.field()));
            return chain();
        }

        private void seal(HeaderBlock.Entry entry) {
            HeaderField field = entry.field();
            read(field, ArcFieldReader.seal(field.value(), charset), ArcSeal.NAME)
                    .ifPresent(seal -> {
                        Parts set = parts(seal.instance());
                        once(set.seal, ArcSeal.NAME, seal.instance());
                        set.sealField = field;
                        set.seal = seal;
                    });
        }

        private void message(HeaderBlock.Entry entry) {
            Bytes value = entry.field().value();
            Parsed<ArcMessageSignature> parsed = ArcFieldReader.messageSignature(value, charset, budget.signedFields());
            read(entry.field(), parsed, ArcMessageSignature.NAME).ifPresent(message -> {
                Parts set = parts(message.instance());
                once(set.message, ArcMessageSignature.NAME, message.instance());
                set.messageField = entry;
                set.message = message;
            });
        }

        private void results(HeaderField field) {
            Parsed<ArcAuthenticationResults> parsed = ArcAuthenticationResults.parse(field.value(), Budgets.DEFAULT);
            read(field, parsed, ArcAuthenticationResults.NAME).ifPresent(results -> {
                if (results.instance() < 1 || results.instance() > MAX_INSTANCE) {
                    complain(ArcAuthenticationResults.NAME + ": not an instance of 1 to " + MAX_INSTANCE);
                    return;
                }
                Parts set = parts(results.instance());
                once(set.resultsField, ArcAuthenticationResults.NAME, results.instance());
                set.resultsField = field;
                set.results = results.results();
            });
        }

        private <T> Optional<T> read(HeaderField field, Parsed<T> parsed, Bytes name) {
            if (field.value().length() > budget.fieldBytes()) {
                complain(name + ": longer than " + budget.fieldBytes() + " octets");
                return Optional.empty();
            }
            return switch (parsed) {
                case Parsed.Ok<T>(T value) -> Optional.of(value);
                case Parsed.Malformed<T>(int offset, String why) -> {
                    complain(name + ": octet " + (offset + 1) + ": " + why);
                    yield Optional.empty();
                }
            };
        }

        private Parts parts(int instance) {
            return parts.computeIfAbsent(instance, _ -> new Parts());
        }

        private void once(@Nullable Object before, Bytes name, int instance) {
            if (before != null) {
                complain("two " + name + " fields of instance " + instance);
            }
        }

        /// The first complaint is the one that counts.
        private void complain(String why) {
            if (problem == null) {
                problem = why;
            }
        }

        private ArcChain chain() {
            List<ArcSet> sets = new ArrayList<>();
            List<ArcResult.Sealer> sealers = new ArrayList<>();
            ArcSeal last = null;
            for (var each : parts.entrySet()) {
                int instance = each.getKey();
                Parts set = each.getValue();
                // §5.2 step 3A: the instances are continuous, and each set has one of each field.
                if (instance != sets.size() + 1) {
                    complain("no set of instance " + (sets.size() + 1));
                }
                complete(instance, set).ifPresent(sets::add);
                last = set.seal;
                if (last != null) {
                    sealers.add(sealer(last, set.results));
                }
            }
            // §5.2 step 2: what the newest seal calls failed stays so.
            if (last != null && last.validation() == ArcSeal.Validation.FAIL) {
                return broken("sealed as failed by " + last.domain(), sealers);
            }
            sets.forEach(set -> validation(set.seal()));
            return problem == null ? new ArcChain(sets, Optional.empty(), sealers) : broken(problem, sealers);
        }

        private Optional<ArcSet> complete(int instance, Parts set) {
            HeaderField results = set.resultsField;
            HeaderBlock.Entry messageField = set.messageField;
            ArcMessageSignature message = set.message;
            HeaderField sealField = set.sealField;
            ArcSeal seal = set.seal;
            if (results != null && messageField != null && message != null && sealField != null && seal != null) {
                return Optional.of(new ArcSet(results, messageField, message, sealField, seal));
            }
            Bytes missing = seal == null
                    ? ArcSeal.NAME
                    : message == null ? ArcMessageSignature.NAME : ArcAuthenticationResults.NAME;
            complain("no " + missing + " of instance " + instance);
            return Optional.empty();
        }

        /// §5.2 step 3B: the first seal says that there was no chain before it, every other that it was good.
        private void validation(ArcSeal seal) {
            ArcSeal.Validation expected = seal.instance() == 1 ? ArcSeal.Validation.NONE : ArcSeal.Validation.PASS;
            if (seal.validation() != expected) {
                complain("cv=" + seal.validation().word() + " in the seal of instance " + seal.instance());
            }
        }

        private static ArcChain broken(String why, List<ArcResult.Sealer> sealers) {
            return new ArcChain(List.of(), Optional.of(why), sealers);
        }

        private static ArcResult.Sealer sealer(ArcSeal seal, @Nullable Parsed<AuthenticationResultsHeader> results) {
            Optional<AuthenticationResultsHeader> report =
                    results instanceof Parsed.Ok<AuthenticationResultsHeader>(AuthenticationResultsHeader header)
                            ? Optional.of(header)
                            : Optional.empty();
            return new ArcResult.Sealer(
                    seal.instance(), seal.domain(), seal.selector().toString(), report);
        }
    }
}
