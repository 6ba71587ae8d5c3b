package org.vidimus.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.text.Json;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.lifecycle.DomainState;
import org.vidimus.signer.lifecycle.Event;
import org.vidimus.signer.lifecycle.KeyAlgorithm;
import org.vidimus.signer.lifecycle.KeyKeeper;
import org.vidimus.signer.lifecycle.KeyState;
import org.vidimus.signer.lifecycle.LifecycleException;
import org.vidimus.signer.lifecycle.ManagedKey;
import org.vidimus.signer.lifecycle.RecordCheck;
import org.vidimus.signer.lifecycle.RecordCheck.Sight;
import org.vidimus.signer.lifecycle.Rotation;
import picocli.CommandLine.TypeConversionException;

/// What the commands of `vidimus keys` do.
final class KeysRun {
    private KeysRun() {}

    /// What `--algorithm` names.
    record Algorithms(List<KeyAlgorithm> all) {}

    static Algorithms algorithms(String word) {
        if (word.equals("both")) {
            return new Algorithms(List.of(KeyAlgorithm.RSA2048, KeyAlgorithm.ED25519));
        }
        return KeyAlgorithm.named(word)
                .map(algorithm -> new Algorithms(List.of(algorithm)))
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + word + "\" is unknown; expected rsa2048, rsa3072, rsa4096, ed25519 or both"));
    }

    static KeysText.RecordForm form(String word) {
        for (KeysText.RecordForm form : KeysText.RecordForm.values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
                return form;
            }
        }
        throw new TypeConversionException("\"" + word + "\" is unknown; expected full, line or zone");
    }

    private static DomainName domain(Arguments arguments) {
        return arguments.operand(0, DomainName.class);
    }

    private static Optional<DomainName> selector(Arguments arguments) {
        return arguments.optional("--selector", DomainName.class);
    }

    private static int tell(List<Event> events, Arguments arguments, Terminal terminal, KeysText.RecordForm form) {
        if (arguments.flag("--json")) {
            terminal.out()
                    .println(Json.of(
                            Map.of("events", events.stream().map(KeysText::json).toList())));
        } else {
            events.forEach(event -> KeysText.lines(event, form).forEach(terminal.out()::println));
        }
        if (form != KeysText.RecordForm.FULL) {
            events.stream()
                    .filter(event -> event.kind() == Event.Kind.FAILED)
                    .forEach(event -> terminal.complain("vidimus keys", KeysText.line(event)));
        }
        return events.stream().anyMatch(event -> event.kind() == Event.Kind.FAILED) ? Cli.FAILED : Cli.DONE;
    }

    static int create(Arguments arguments, Terminal terminal) {
        return KeysContext.run(arguments, terminal, "vidimus keys new", context -> {
            List<KeyAlgorithm> algorithms = arguments
                    .optional("--algorithm", Algorithms.class)
                    .map(Algorithms::all)
                    .orElse(context.settings().algorithms());
            if (selector(arguments).isPresent() && algorithms.size() > 1) {
                throw arguments.wrong("--selector names one key; say which with --algorithm");
            }
            List<Event> made = context.keeper().create(domain(arguments), algorithms, selector(arguments));
            return tell(made, arguments, terminal, KeysText.RecordForm.FULL);
        });
    }

    static int list(Arguments arguments, Terminal terminal) {
        return KeysContext.run(arguments, terminal, "vidimus keys list", context -> {
            KeyKeeper keeper = context.keeper();
            Optional<DomainName> one = KeysCommand.domain(arguments);
            var states = new ArrayList<DomainState>();
            var problems = new ArrayList<String>();
            for (DomainName domain : one.isPresent() ? List.of(one.get()) : keeper.domains()) {
                try {
                    states.add(keeper.state(domain));
                } catch (LifecycleException damaged) {
                    problems.add(damaged.sentence()); // and the other domains are shown
                }
            }
            if (arguments.flag("--json")) {
                var object = new LinkedHashMap<String, Object>();
                object.put("keys", json(states, keeper.rotation()));
                object.put("problems", problems);
                terminal.out().println(Json.of(object));
            } else {
                KeysText.table(states, keeper.rotation()).forEach(terminal.out()::println);
            }
            problems.forEach(problem -> terminal.complain("vidimus keys list", problem));
            return problems.isEmpty() ? Cli.DONE : Cli.FAILED;
        });
    }

    private static List<Map<String, Object>> json(List<DomainState> states, Rotation rotation) {
        return states.stream()
                .flatMap(state -> state.keys().stream().map(key -> KeysText.json(state.domain(), key, rotation)))
                .toList();
    }

    static int publish(Arguments arguments, Terminal terminal) {
        return KeysContext.run(
                arguments,
                terminal,
                "vidimus keys publish",
                context -> tell(
                        context.keeper().publish(domain(arguments), selector(arguments)),
                        arguments,
                        terminal,
                        arguments.value("--format", KeysText.RecordForm.class)));
    }

    static int check(Arguments arguments, Terminal terminal) {
        return KeysContext.run(arguments, terminal, "vidimus keys check", context -> {
            DomainName domain = domain(arguments);
            List<KeyKeeper.Check> checks = context.keeper().check(domain, selector(arguments));
            if (arguments.flag("--json")) {
                terminal.out()
                        .println(Json.of(Map.of(
                                "keys",
                                checks.stream()
                                        .map(check -> KeysText.json(
                                                domain, check, context.keeper().rotation()))
                                        .toList())));
            } else {
                for (KeyKeeper.Check check : checks) {
                    terminal.out()
                            .println(domain + " " + check.key().selector() + " ("
                                    + check.key().state().word() + ")");
                    for (RecordCheck.Testimony said : check.testimonies()) {
                        String detail = said.detail().isEmpty() ? "" : ": " + said.detail();
                        terminal.out()
                                .println("  " + said.who() + ": " + said.sight().word() + detail);
                    }
                }
            }
            return checks.stream().allMatch(KeysRun::good) ? Cli.DONE : Cli.FAILED;
        });
    }

    private static boolean good(KeyKeeper.Check check) {
        ManagedKey key = check.key();
        return key.state() == KeyState.REVOKED
                ? check.testimonies().stream()
                        .allMatch(said -> said.sight() == Sight.REVOKED || said.sight() == Sight.MISSING)
                : RecordCheck.all(check.testimonies(), Sight.MATCHES);
    }

    static int activate(Arguments arguments, Terminal terminal) {
        return KeysContext.run(
                arguments,
                terminal,
                "vidimus keys activate",
                context -> tell(
                        context.keeper()
                                .activate(domain(arguments), selector(arguments), arguments.flag("--unchecked")),
                        arguments,
                        terminal,
                        KeysText.RecordForm.FULL));
    }

    static int retire(Arguments arguments, Terminal terminal) {
        return KeysContext.run(
                arguments,
                terminal,
                "vidimus keys retire",
                context -> tell(
                        context.keeper().retire(domain(arguments), selector(arguments)),
                        arguments,
                        terminal,
                        KeysText.RecordForm.FULL));
    }

    static int rotate(Arguments arguments, Terminal terminal) {
        Optional<DomainName> domain = KeysCommand.domain(arguments);
        if (domain.isEmpty() && !arguments.flag("--due")) {
            throw arguments.wrong("missing DOMAIN, or --due for all");
        }
        return KeysContext.run(
                arguments,
                terminal,
                "vidimus keys rotate",
                context -> arguments.flag("--due")
                        ? rotateDue(context, domain, arguments, terminal)
                        : rotate(context, domain.orElseThrow(), arguments, terminal));
    }

    private static int rotate(KeysContext context, DomainName domain, Arguments arguments, Terminal terminal)
            throws LifecycleException {
        List<Event> events = context.keeper().rotate(domain);
        int status = tell(events, arguments, terminal, KeysText.RecordForm.FULL);
        if (!arguments.flag("--json")) {
            for (ManagedKey key : context.keeper().state(domain).keys()) {
                Rotation.Next next = context.keeper().rotation().next(key);
                terminal.out()
                        .println(domain + " " + key.selector() + ": "
                                + key.state().word() + "; next: " + next.what()
                                + next.when()
                                        .map(when -> ", not before " + when)
                                        .orElse(""));
            }
        }
        return status;
    }

    private static int rotateDue(KeysContext context, Optional<DomainName> one, Arguments arguments, Terminal terminal)
            throws LifecycleException {
        var events = new ArrayList<Event>();
        for (DomainName domain :
                one.isPresent() ? List.of(one.get()) : context.keeper().domains()) {
            events.addAll(context.keeper().rotateDue(domain));
        }
        if (arguments.flag("--json")) {
            return tell(events, arguments, terminal, KeysText.RecordForm.FULL);
        }
        events.forEach(event -> terminal.out().println(KeysText.line(event)));
        return events.stream().anyMatch(event -> event.kind() == Event.Kind.FAILED) ? Cli.FAILED : Cli.DONE;
    }
}
