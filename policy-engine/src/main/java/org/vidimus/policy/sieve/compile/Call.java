package org.vidimus.policy.sieve.compile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.sieve.syntax.Argument;
import org.vidimus.policy.sieve.syntax.CommandNode;
import org.vidimus.policy.sieve.syntax.Literal;
import org.vidimus.policy.sieve.syntax.Position;
import org.vidimus.policy.sieve.syntax.TestNode;

/// A use of a word whose arguments have been held against its [Shape]: what is asked for here is there.
///
/// Immutable.
public final class Call {
    private final String name;
    private final Position at;
    private final Map<String, Given> tags;
    private final List<Argument> positional;
    private final int missing;
    private final List<TestNode> tests;
    private final Optional<List<CommandNode>> block;

    /// A tag and its value.
    ///
    /// @param value the tag itself where it has none
    record Given(Argument.Tag tag, Argument value) {}

    /// @param missing how many of the first positional arguments were left out
    Call(
            String name,
            Position at,
            Map<String, Given> tags,
            List<Argument> positional,
            int missing,
            List<TestNode> tests,
            Optional<List<CommandNode>> block) {
        this.name = name;
        this.at = at;
        this.tags = Map.copyOf(tags);
        this.positional = List.copyOf(positional);
        this.missing = missing;
        this.tests = tests;
        this.block = block;
    }

    /// The word.
    public String name() {
        return name;
    }

    /// Where it stands.
    public Position at() {
        return at;
    }

    /// Whether a tag was given.
    public boolean has(String tag) {
        return tags.containsKey(tag);
    }

    /// Where a tag stands, if it was given.
    public Optional<Position> tagAt(String tag) {
        return Optional.ofNullable(tags.get(tag)).map(given -> given.tag().at());
    }

    /// The string behind a tag, if that was given.
    public Optional<Literal> tagString(String tag) {
        return tagStrings(tag).map(List::getFirst);
    }

    /// The string list behind a tag, if that was given.
    public Optional<List<Literal>> tagStrings(String tag) {
        return Optional.ofNullable(tags.get(tag)).map(given -> ((Argument.Strings) given.value()).values());
    }

    /// The number behind a tag, if that was given.
    public Optional<Long> tagNumber(String tag) {
        return Optional.ofNullable(tags.get(tag)).map(given -> ((Argument.Numeral) given.value()).value());
    }

    /// Whether a positional argument was given: only those that may be left out need to be asked about.
    ///
    /// @param index from 0
    public boolean given(int index) {
        return index >= missing && index - missing < positional.size();
    }

    /// A positional argument that is a string.
    public Literal string(int index) {
        return strings(index).getFirst();
    }

    /// A positional argument that is a string list.
    public List<Literal> strings(int index) {
        return ((Argument.Strings) positional.get(index - missing)).values();
    }

    /// A positional argument that is a number.
    public long number(int index) {
        return ((Argument.Numeral) positional.get(index - missing)).value();
    }

    /// Where a positional argument stands.
    public Position argumentAt(int index) {
        return positional.get(index - missing).at();
    }

    /// The tests, as many as the shape asks for.
    public List<TestNode> tests() {
        return tests;
    }

    /// The commands of the block; none where the word takes no block.
    public List<CommandNode> block() {
        return block.orElse(List.of());
    }
}
