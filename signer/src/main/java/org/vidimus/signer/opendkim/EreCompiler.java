package org.vidimus.signer.opendkim;

import java.util.List;

/// Turns the tree of a pattern into the steps of [Ere]. Confined to one call.
final class EreCompiler {
    private final List<Ere.Step> program;

    EreCompiler(List<Ere.Step> program) {
        this.program = program;
    }

    /// Appends the steps of `node`; false if there would be too many.
    boolean compile(EreParser.Node node) {
        if (program.size() >= Ere.MAX_PROGRAM) {
            return false;
        }
        return switch (node) {
            case EreParser.Node.Nothing() -> true;
            case EreParser.Node.One(CharSet set) -> program.add(new Ere.Step.One(set));
            case EreParser.Node.Check(Ere.Assertion assertion) -> program.add(new Ere.Step.Check(assertion));
            case EreParser.Node.Sequence(List<EreParser.Node> parts) ->
                parts.stream().allMatch(this::compile);
            case EreParser.Node.Either(EreParser.Node first, EreParser.Node second) -> either(first, second);
            case EreParser.Node.Repeat(EreParser.Node what, int least, int most) -> repeat(what, least, most);
        };
    }

    private boolean either(EreParser.Node first, EreParser.Node second) {
        int split = reserve();
        if (!compile(first)) {
            return false;
        }
        int jump = reserve();
        program.set(split, new Ere.Step.Split(split + 1, program.size()));
        boolean compiled = compile(second);
        program.set(jump, new Ere.Step.Jump(program.size()));
        return compiled;
    }

    private boolean repeat(EreParser.Node what, int least, int most) {
        for (int i = 0; i < least; i++) {
            if (program.size() >= Ere.MAX_PROGRAM || !compile(what)) {
                return false;
            }
        }
        if (most == EreParser.UNLIMITED) {
            int split = reserve();
            boolean compiled = compile(what);
            program.add(new Ere.Step.Jump(split));
            program.set(split, new Ere.Step.Split(split + 1, program.size()));
            return compiled;
        }
        for (int i = least; i < most; i++) {
            int split = reserve();
            if (program.size() >= Ere.MAX_PROGRAM || !compile(what)) {
                return false;
            }
            program.set(split, new Ere.Step.Split(split + 1, program.size()));
        }
        return true;
    }

    private int reserve() {
        program.add(new Ere.Step.Match());
        return program.size() - 1;
    }
}
