package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// The `envelope` test (§5.4).
final class EnvelopeExtension implements Extension {
    private static final Set<String> PARTS = Set.of("from", "to", "auth");

    private final String separators;

    /// @param separators between the user and the detail of an address
    EnvelopeExtension(String separators) {
        this.separators = separators;
    }

    @Override
    public String capability() {
        return "envelope";
    }

    @Override
    public List<TestWord> tests() {
        Shape shape = AddressPart.on(Shape.of(Kind.STRINGS, Kind.STRINGS).matching());
        return List.of(new TestWord("envelope", shape, this::compile));
    }

    private Condition compile(Call call, Compilation compilation) {
        List<Text> parts = new ArrayList<>();
        for (Literal literal : call.strings(0)) {
            Text part = compilation.text(literal);
            part.constant()
                    .filter(name -> !PARTS.contains(name.toLowerCase(Locale.ROOT)))
                    .ifPresent(name -> compilation.error(
                            literal.at(),
                            "the envelope has no part \"" + name + "\": it has \"from\", \"to\" and \"auth\""));
            parts.add(part);
        }
        AddressPart part = AddressPart.of(call);
        Matching matching = compilation.matching(call, call.strings(1));
        return run -> matching.matchesAny(values(parts, part, run), run);
    }

    private List<String> values(List<Text> parts, AddressPart part, Run run) {
        SieveMessage.Envelope envelope = run.message().envelope();
        return parts.stream()
                .flatMap(name -> switch (name.in(run).toLowerCase(Locale.ROOT)) {
                    case "from" -> Stream.of(envelope.from());
                    case "to" -> envelope.to().stream();
                    case "auth" -> envelope.auth().stream();
                    default -> Stream.empty();
                })
                .flatMap(path -> Addresses.ofPath(path).flatMap(address -> part.of(address, separators)).stream())
                .toList();
    }
}
