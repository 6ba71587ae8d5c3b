package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;

/// The addresses in header fields (§5.1).
final class AddressTest {
    private AddressTest() {}

    /// @param separators between the user and the detail of an address
    static Condition compile(Call call, Compilation compilation, String separators) {
        HeaderNames names = HeaderNames.of(call, call.strings(0), compilation);
        AddressPart part = AddressPart.of(call);
        Matching matching = compilation.matching(call, call.strings(1));
        return run -> matching.matchesAny(values(names, part, separators, run), run);
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
