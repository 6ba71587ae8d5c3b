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

    /// One instruction.
    ///
    /// @param sender what the envelope sender must match: the `if` in force
    /// @param stage the event it is for
    /// @param pattern what the event's subject must match; `*` where there is none
    /// @param verb the action's first word
    /// @param rest what follows it, escapes and all
    public record Rule(String sender, String stage, String pattern, String verb, String rest) {
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
        String sender = "*";
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "if" -> sender = rest;
                case "actions" -> actions = Set.of(rest.split(" "));
                case "protocol" -> protocol = Set.of(rest.split(" "));
                case "symbols" -> symbols.add(rest);
                default -> rules.add(rule(sender, words[0], rest));
            }
        }
        return new FilterScript(actions, protocol, symbols, rules);
    }

    private static Rule rule(String sender, String stage, String rest) {
        String pattern = "*";
        String action = rest;
        if (WITH_SUBJECT.contains(stage)) {
            String[] words = rest.split(" ", 2);
            pattern = words[0];
            action = words.length > 1 ? words[1] : "";
        }
        String[] words = action.split(" ", 2);
        return new Rule(sender, stage, pattern, words[0], words.length > 1 ? words[1] : "");
    }

    /// The instructions for an event, in order.
    ///
    /// @param sender the envelope sender of the message, empty outside of one
    public List<Rule> rulesFor(String stage, String subject, String sender) {
        return rules.stream()
                .filter(rule -> rule.stage().equals(stage)
                        && matches(rule.pattern(), subject, stage.equals("header"))
                        && matches(rule.sender(), sender, false))
                .toList();
    }

    /// Exact, or a prefix followed by `*`.
    private static boolean matches(String pattern, String subject, boolean ignoreCase) {
        String p = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        String s = ignoreCase ? subject.toLowerCase(Locale.ROOT) : subject;
        return p.endsWith("*") ? s.startsWith(p.substring(0, p.length() - 1)) : s.equals(p);
    }
}
