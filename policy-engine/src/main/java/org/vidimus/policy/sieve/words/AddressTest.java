package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
        return run -> matching.matchesAny(values(names, part, separators, run), run);
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

    private static List<String> values(HeaderNames names, AddressPart part, String separators, Run run) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < names.count(); i++) {
            for (EditedHeader.Field field : names.fields(i, run)) {
                run.spendCharacters(field.field().value().length());
                Addresses.in(field.field().value())
                        .forEach(address -> part.of(address, separators).ifPresent(values::add));
            }
        }
        return values;
    }
}
