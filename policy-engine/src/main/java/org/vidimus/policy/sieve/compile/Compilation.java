package org.vidimus.policy.sieve.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.sieve.run.Block;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Argument;
import org.vidimus.policy.sieve.syntax.CommandNode;
import org.vidimus.policy.sieve.syntax.Literal;
import org.vidimus.policy.sieve.syntax.Position;
import org.vidimus.policy.sieve.syntax.Problem;
import org.vidimus.policy.sieve.syntax.TestNode;

/// One file of a script while it is compiled: what it has required and what is wrong with it. The compilers of
/// words ask it for the parts of their calls.
///
/// Confined to one thread.
public final class Compilation {
    /// §2.7.3: comparators that are always there may be required all the same.
    private static final Set<String> ALWAYS = Set.of("comparator-i;octet", "comparator-i;ascii-casemap");

    private static final Condition NEVER = _ -> false;
    private static final Step NOTHING = _ -> Step.Flow.NEXT;

    private final Program program;
    private final Set<String> required = new LinkedHashSet<>();
    private final Map<String, Position> requiredAt = new LinkedHashMap<>();
    private final List<Extension> extensions = new ArrayList<>();
    private final Map<String, Integer> variables = new HashMap<>();
    private final List<Integer> own = new ArrayList<>();
    private final Set<String> used = new LinkedHashSet<>();

    Compilation(Program program) {
        this.program = program;
    }

    /// The limits.
    public Budgets.Sieve limits() {
        return program.limits;
    }

    /// The store of included scripts.
    public ScriptStore store() {
        return program.store;
    }

    /// What all files of the script share for an extension, by a name of the extension's.
    @SuppressWarnings("unchecked") // a name stands for one type, in one extension
    public <T> T shared(String name, Supplier<T> initial) {
        return (T) program.shared.computeIfAbsent(name, _ -> initial.get());
    }

    /// The script cannot be run.
    public void error(Position at, String why) {
        program.add(Problem.error(at, why));
    }

    /// The script may not do what it seems to.
    public void warning(Position at, String why) {
        program.add(Problem.warning(at, why));
    }

    /// Whether the file requires an extension.
    public boolean has(String capability) {
        return required.contains(capability);
    }

    /// Says that something needs an extension: an error if that is not required.
    ///
    /// @param what what needs it, for the author
    public void needs(String capability, String what, Position at) {
        used.add(capability);
        if (!has(capability)) {
            error(at, what + " needs require \"" + capability + "\"");
        }
    }

    /// Whether there is such an extension ([RFC 5463 §4](https://www.rfc-editor.org/rfc/rfc5463#section-4)).
    public boolean knows(String capability) {
        return ALWAYS.contains(capability)
                || program.words.extension(capability).isPresent();
    }

    /// Makes an extension that there is available from here on.
    public void enable(String capability) {
        require(capability);
    }

    /// The extensions that the words and tags of the file needed.
    Set<String> used() {
        return used;
    }

    /// Requires an extension (§3.2).
    void require(Literal name) {
        String capability = name.text();
        if (program.words.isBase(capability)) {
            warning(name.at(), "'" + capability + "' is always there and needs no require");
        } else if (!knows(capability)) {
            error(
                    name.at(),
                    otherPhase("\"" + capability + "\"", capability)
                            .orElseGet(() -> "there is no extension \"" + capability + "\""
                                    + Nearest.hint(capability, program.words.capabilities())));
        }
        requiredAt.putIfAbsent(capability, name.at());
        require(capability);
    }

    /// Why something is not there: what brings it is for scripts that run at another time.
    private Optional<String> otherPhase(String what, String capability) {
        return program.words
                .otherPhase(capability)
                .map(other -> what + " is only there " + other + ", and this script runs " + program.words.phase());
    }

    /// Says that something comes to nothing when the script runs, if that is not the time for it.
    ///
    /// @param what the subject of a sentence, in the plural
    public void onlyAt(Phase phase, String what, Position at) {
        if (program.words.phase() != phase) {
            warning(at, what + " come to something only " + phase + ", and this script runs " + program.words.phase());
        }
    }

    /// Says that there is no such word.
    private void unknown(String kind, String name, Position at, Set<String> others) {
        Optional<String> needs = program.words.ofOtherPhase(name);
        if (needs.isEmpty()) {
            error(at, "there is no " + kind + " '" + name + "'" + Nearest.hint(name, others));
        } else if (!has(needs.get())) {
            // Where the extension is required, that has been told there.
            otherPhase("'" + name + "'", needs.get()).ifPresent(why -> error(at, why));
        }
    }

    /// Says which extensions the file requires in vain.
    void checkRequired() {
        requiredAt.forEach((capability, at) -> {
            if (!used.contains(capability)
                    && program.words.extension(capability).isPresent()) {
                warning(at, "\"" + capability + "\" is required and not used");
            }
        });
    }

    private void require(String capability) {
        if (required.add(capability)) {
            program.words.extension(capability).ifPresent(extension -> {
                extensions.add(extension);
                extension.implied().forEach(this::require);
            });
        }
    }

    /// A string of the script.
    public Text text(Literal literal) {
        String decoded = literal.text();
        for (Extension extension : extensions) {
            String before = decoded;
            decoded = extension.decoded(before, literal.at(), this);
            if (!decoded.equals(before)) {
                used.add(extension.capability());
            }
        }
        for (Extension extension : extensions) {
            Optional<Text> text = extension.text(decoded, literal.at(), this);
            if (text.isPresent()) {
                used.add(extension.capability());
                return text.get();
            }
        }
        return Text.of(decoded);
    }

    /// Strings of the script.
    public List<Text> texts(List<Literal> literals) {
        return literals.stream().map(this::text).toList();
    }

    /// A string that has to be the same in every run, such as the name of a variable.
    public String constant(Literal literal, String what) {
        Optional<String> constant = text(literal).constant();
        if (constant.isEmpty()) {
            error(literal.at(), what + " may not hold variables");
        }
        return constant.orElse("");
    }

    /// How the values of a test are held against `keys`.
    public Matching matching(Call call, List<Literal> keys) {
        return Matchings.of(call, keys, has("variables"), this);
    }

    /// The same for a test whose wildcards set no variables.
    public Matching matchingWithoutCaptures(Call call, List<Literal> keys) {
        return Matchings.of(call, keys, false, this);
    }

    /// The place of a variable of this file; the first to ask for a name makes it.
    public int variable(String name, Position at) {
        return variables.computeIfAbsent(name, _ -> {
            int index = program.newVariable(at);
            own.add(index);
            return index;
        });
    }

    /// The variables that are this file's own.
    List<Integer> own() {
        return own;
    }

    /// Makes a name of this file mean a variable that stands elsewhere.
    ///
    /// @return whether the name was free
    public boolean bindVariable(String name, int index) {
        Integer before = variables.putIfAbsent(name, index);
        return before == null || before == index;
    }

    /// The place of a variable that no name stands for yet.
    public int newVariable(Position at) {
        return program.newVariable(at);
    }

    /// A test.
    public Condition condition(TestNode test) {
        Optional<Words.Found<TestWord>> found = program.words.test(test.name());
        if (found.isEmpty()) {
            unknown("test", test.name(), test.at(), program.words.testNames());
            return NEVER;
        }
        if (lacks(found.get().needs(), test.name(), test.at())) {
            return NEVER;
        }
        TestWord word = found.get().word();
        Optional<Call> call =
                bind(word.shape(), test.name(), test.at(), test.arguments(), test.tests(), Optional.empty());
        if (call.isEmpty()) {
            test.tests().stream()
                    .filter(inner -> program.words.test(inner.name()).isEmpty())
                    .forEach(this::condition);
            return NEVER;
        }
        return new Traced(test.at(), test.name(), word.compiler().compile(call.get(), this));
    }

    /// A test that says what it said.
    private record Traced(Position at, String name, Condition condition) implements Condition {
        @Override
        public boolean holds(Run run) {
            return run.tested(at, name, condition.holds(run));
        }

        @Override
        public Optional<Boolean> known() {
            return condition.known();
        }
    }

    /// A block.
    public Block block(List<CommandNode> commands) {
        return new BlockCompiler(this, false).block(commands);
    }

    /// A command other than those of control.
    Step step(CommandNode command) {
        Optional<Words.Found<CommandWord>> found = program.words.command(command.name());
        if (found.isEmpty()) {
            unknown("command", command.name(), command.at(), program.words.commandNames());
            return NOTHING;
        }
        if (lacks(found.get().needs(), command.name(), command.at())) {
            return NOTHING;
        }
        program.commands.add(command.name().toLowerCase(Locale.ROOT));
        CommandWord word = found.get().word();
        return bind(word.shape(), command.name(), command.at(), command.arguments(), command.tests(), command.block())
                .map(call -> word.compiler().compile(call, this))
                .orElse(NOTHING);
    }

    /// Whether a word cannot be used because what brings it is not required, which is told then.
    private boolean lacks(String needs, String name, Position at) {
        if (needs.isEmpty()) {
            return false;
        }
        needs(needs, "'" + name + "'", at);
        return !has(needs);
    }

    Optional<Call> bind(
            Shape shape,
            String name,
            Position at,
            List<Argument> arguments,
            List<TestNode> tests,
            Optional<List<CommandNode>> block) {
        return new Binder(this, shape, name, at).bind(arguments, tests, block);
    }

    /// Compiles another file of the same script ([RFC 6609
    /// §3.2](https://www.rfc-editor.org/rfc/rfc6609#section-3.2)); what it requires and names is its own.
    ///
    /// @param at the command that includes it
    /// @return empty if it cannot be, which has been told then
    public Optional<Step> include(ScriptStore.Stored script, Position at) {
        return program.mayInclude(at) ? SieveCompiler.file(program, script) : Optional.empty();
    }
}
