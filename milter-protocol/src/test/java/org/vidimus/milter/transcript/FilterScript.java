package org.vidimus.milter.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The `filter` section of a transcript, read as `src/test/c/scripted-filter.c` reads it.
///
/// @param actions what is asked for; empty for everything offered
/// @param protocol the protocol flags asked for
/// @param symbols the macros asked for, `stage NAME NAME`
/// @param rules the instructions in order
public record FilterScript(Set<String> actions, Set<String> protocol, List<String> symbols, List<Rule> rules) {
    private static final Set<String> WITH_SUBJECT = Set.of("connect", "helo", "mail", "rcpt", "header", "unknown");

    public FilterScript {
        actions = Set.copyOf(actions);
        protocol = Set.copyOf(protocol);
        symbols = List.copyOf(symbols);
        rules = List.copyOf(rules);
    }

    /// What an instruction depends on.
    public sealed interface Condition {
        /// The envelope sender matches; every sender matches `*`, also none.
        record From(String pattern) implements Condition {}

        /// One of the recipients so far matches.
        record To(String pattern) implements Condition {}

        /// A macro has a value, or has none.
        record Macro(String name, boolean present) implements Condition {}
    }

    /// What is known of a message when its events come.
    public interface Message {
        String sender();

        List<String> recipients();

        boolean hasMacro(String name);
    }

    /// One instruction.
    ///
    /// @param condition what must hold beside it: the `if` in force
    /// @param stage the event it is for
    /// @param pattern what the event's subject must match; `*` where there is none
    /// @param verb the action's first word
    /// @param rest what follows it, escapes and all
    public record Rule(Condition condition, String stage, String pattern, String verb, String rest) {
        /// The action as written.
        public String action() {
            return rest.isEmpty() ? verb : verb + " " + rest;
        }
    }

    public static FilterScript parse(List<String> lines) {
        Set<String> actions = Set.of();
        Set<String> protocol = Set.of();
        List<String> symbols = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        Condition condition = new Condition.From("*");
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "if" -> condition = new Condition.From(rest);
                case "if-to" -> condition = new Condition.To(rest);
                case "if-macro" -> condition = new Condition.Macro(rest, true);
                case "if-no-macro" -> condition = new Condition.Macro(rest, false);
                case "actions" -> actions = Set.of(rest.split(" "));
                case "protocol" -> protocol = Set.of(rest.split(" "));
                case "symbols" -> symbols.add(rest);
                default -> rules.add(rule(condition, words[0], rest));
            }
        }
        return new FilterScript(actions, protocol, symbols, rules);
    }

    private static Rule rule(Condition condition, String stage, String rest) {
        String pattern = "*";
        String action = rest;
        if (WITH_SUBJECT.contains(stage)) {
            String[] words = rest.split(" ", 2);
            pattern = words[0];
            action = words.length > 1 ? words[1] : "";
        }
        String[] words = action.split(" ", 2);
        return new Rule(condition, stage, pattern, words[0], words.length > 1 ? words[1] : "");
    }

    /// The instructions for an event, in order.
    public List<Rule> rulesFor(String stage, String subject, Message message) {
        return rules.stream()
                .filter(rule -> rule.stage().equals(stage)
                        && matches(rule.pattern(), subject, stage.equals("header"))
                        && holds(rule.condition(), message))
                .toList();
    }

    private static boolean holds(Condition condition, Message message) {
        return switch (condition) {
            case Condition.From(String pattern) -> matches(pattern, message.sender(), false);
            case Condition.To(String pattern) ->
                message.recipients().stream().anyMatch(recipient -> matches(pattern, recipient, false));
            case Condition.Macro(String name, boolean present) -> message.hasMacro(name) == present;
        };
    }

    /// Exact, or a prefix followed by `*`.
    private static boolean matches(String pattern, String subject, boolean ignoreCase) {
        String p = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        String s = ignoreCase ? subject.toLowerCase(Locale.ROOT) : subject;
        return p.endsWith("*") ? s.startsWith(p.substring(0, p.length() - 1)) : s.equals(p);
    }
}
