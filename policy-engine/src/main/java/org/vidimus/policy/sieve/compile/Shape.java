package org.vidimus.policy.sieve.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a command or a test takes (§2.6, §3, §5): tags, then positional arguments, tests, a block.
///
/// Immutable; each method gives a shape that takes more.
public final class Shape {
    /// What an argument is.
    public enum Kind {
        /// No value: a tag that says all by itself.
        NONE("nothing"),
        /// A string.
        STRING("a string"),
        /// A string list, or a string for a list of one.
        STRINGS("a string list"),
        /// A number.
        NUMBER("a number");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// In a message to the author.
        public String word() {
            return word;
        }
    }

    /// How many tests follow.
    public enum Tests {
        /// None.
        NONE,
        /// One, as after `not`.
        ONE,
        /// A list of at least one in parentheses.
        LIST
    }

    /// A tag.
    ///
    /// @param name without colon, lower case
    /// @param needs the extension to which it belongs; empty if it comes with its word
    /// @param value what follows it
    /// @param group tags of one group exclude each other; empty for a tag that stands alone
    record Tag(String name, String needs, Kind value, String group) {}

    /// Takes nothing.
    public static final Shape NOTHING = new Shape(Map.of(), List.of(), Optionality.NONE, Tests.NONE, false);

    /// Which positional argument may be left out.
    enum Optionality {
        NONE,
        FIRST,
        LAST
    }

    private final Map<String, Tag> tags;
    private final List<Kind> positional;
    private final Optionality optional;
    private final Tests tests;
    private final boolean block;

    private Shape(Map<String, Tag> tags, List<Kind> positional, Optionality optional, Tests tests, boolean block) {
        this.tags = tags;
        this.positional = positional;
        this.optional = optional;
        this.tests = tests;
        this.block = block;
    }

    /// Takes these positional arguments in this order.
    public static Shape of(Kind... positional) {
        return new Shape(Map.of(), List.of(positional), Optionality.NONE, Tests.NONE, false);
    }

    /// And a tag with a value.
    public Shape tag(String name, Kind value) {
        return with(new Tag(name, "", value, ""));
    }

    /// And a tag with a value that another extension brings.
    public Shape tag(String name, Kind value, String needs) {
        return with(new Tag(name, needs, value, ""));
    }

    /// And one of several tags without a value.
    public Shape oneOf(String group, String... names) {
        Shape shape = this;
        for (String name : names) {
            shape = shape.with(new Tag(name, "", Kind.NONE, group));
        }
        return shape;
    }

    /// And one more tag of a group, which another extension brings.
    public Shape orOf(String group, String name, Kind value, String needs) {
        return with(new Tag(name, needs, value, group));
    }

    /// And a match type and a comparator (§2.7.1, §2.7.3).
    public Shape matching() {
        return oneOf(Matchings.GROUP, "is", "contains", "matches")
                .orOf(Matchings.GROUP, "value", Kind.STRING, "relational")
                .orOf(Matchings.GROUP, "count", Kind.STRING, "relational")
                .tag("comparator", Kind.STRING);
    }

    /// The first positional argument may be left out ([RFC 5232
    /// §3](https://www.rfc-editor.org/rfc/rfc5232#section-3) has such commands).
    public Shape firstOptional() {
        return new Shape(tags, positional, Optionality.FIRST, tests, block);
    }

    /// The last positional argument may be left out ([RFC 5293
    /// §5](https://www.rfc-editor.org/rfc/rfc5293#section-5)).
    public Shape lastOptional() {
        return new Shape(tags, positional, Optionality.LAST, tests, block);
    }

    /// And tests.
    public Shape tests(Tests some) {
        return new Shape(tags, positional, optional, some, block);
    }

    /// And a block.
    public Shape block() {
        return new Shape(tags, positional, optional, tests, true);
    }

    private Shape with(Tag tag) {
        Map<String, Tag> more = new LinkedHashMap<>(tags);
        more.put(tag.name(), tag);
        return new Shape(more, positional, optional, tests, block);
    }

    Optional<Tag> tag(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    List<String> tagNames() {
        return new ArrayList<>(tags.keySet());
    }

    List<Kind> positional() {
        return positional;
    }

    Optionality optional() {
        return optional;
    }

    Tests tests() {
        return tests;
    }

    boolean takesBlock() {
        return block;
    }
}
