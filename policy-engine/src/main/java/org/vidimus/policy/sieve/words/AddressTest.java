package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.syntax.Literal;

/// The addresses in header fields (§5.1).
final class AddressTest {
    private static final Set<String> WITH_ADDRESSES = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "sender",
            "reply-to",
            "resent-from",
            "resent-to",
            "resent-cc",
            "resent-bcc",
            "resent-sender",
            "resent-reply-to",
            "return-path",
            "errors-to",
            "apparently-to",
            "delivered-to",
            "envelope-to",
            "envelope-from",
            "mail-followup-to",
            "mail-reply-to",
            "disposition-notification-to",
            "return-receipt-to",
            "original-recipient",
            "original-from",
            "author");

    private AddressTest() {}

    /// @param separators between the user and the detail of an address
    static Condition compile(Call call, Compilation compilation, String separators) {
        HeaderNames names = HeaderNames.of(call, call.strings(0), compilation);
        call.strings(0).forEach(literal -> requireAddresses(literal, compilation));
        AddressPart part = AddressPart.of(call);
        Matching matching = compilation.matching(call, call.strings(1));
        Function<HeaderField, List<String>> parts = field -> Addresses.in(field.value()).stream()
                .flatMap(address -> part.of(address, separators).stream())
                .toList();
        return run -> holds(names, matching, part, parts, run);
    }

    /// §5.1: the test is for fields that hold addresses. Which of the private ones do is their authors' secret.
    private static void requireAddresses(Literal literal, Compilation compilation) {
        compilation
                .text(literal)
                .constant()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !name.startsWith("x-") && !WITH_ADDRESSES.contains(name))
                .ifPresent(name -> compilation.error(
                        literal.at(), "the field \"" + name + "\" holds no addresses: use 'header' for it"));
    }

    private static boolean holds(
            HeaderNames names,
            Matching matching,
            AddressPart part,
            Function<HeaderField, List<String>> parts,
            Run run) {
        long count = 0;
        for (int i = 0; i < names.count(); i++) {
            List<EditedHeader.Field> fields = names.fields(i, run);
            for (int j = 0; j < fields.size(); j++) {
                run.spendCharacters(fields.get(j).field().value().length());
                List<String> values = fields.get(j).parts(part.kind(), parts);
                count += values.size();
                for (int k = 0; k < values.size() && !matching.counts(); k++) {
                    if (matching.matches(values.get(k), run)) {
                        return true;
                    }
                }
            }
        }
        return matching.counts() && matching.matchesCount(count, run);
    }
}
