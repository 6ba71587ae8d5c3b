package org.vidimus.daemon.cli;

import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.policy.dns.DomainName;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `vidimus keys`: the life of keys.
final class KeysCommand {
    private static final List<String> EXITS = List.of(
            "The command did what was asked.",
            "Something could not be done. The reason is on the standard error stream, or in a line that says"
                    + " `failed`.",
            "The command line is wrong.");
    private static final String JSON_EVENTS =
            "The JSON object has the key `events`; each has `domain`, `selector`, `kind` (`done`, `wait`, `todo` or"
                    + " `failed`), `what` and `record` (`name`, `place`, `type`, `ttl`, `value`, `strings`, `cname`; or"
                    + " `null`).";

    private KeysCommand() {}

    static Command command() {
        return new Command(
                "vidimus keys",
                new Help(
                        "make, publish and replace the keys that sign",
                        List.of("vidimus keys COMMAND [OPTION]... [DOMAIN]"),
                        List.of(
                                "Keys live in a key directory, a folder for each domain. A key is generated, then"
                                        + " published, active, retiring, and in the end revoked. It does not sign before"
                                        + " its record was seen in the DNS by every resolver that is asked; and its"
                                        + " record stays until the last of its signatures has expired and can be in no"
                                        + " queue any more.",
                                "`vidimus keys rotate --due`, run by a timer, does all of it. The other commands are"
                                        + " its steps.",
                                "No command ever shows a private key."),
                        EXITS,
                        List.of(
                                new Example("Begin to sign for a domain:", "vidimus keys rotate example.org"),
                                new Example("See how far its keys have come:", "vidimus keys list example.org")),
                        List.of(
                                "vidimus(1)",
                                "vidimus-keys-new(1)",
                                "vidimus-keys-list(1)",
                                "vidimus-keys-publish(1)",
                                "vidimus-keys-check(1)",
                                "vidimus-keys-activate(1)",
                                "vidimus-keys-retire(1)",
                                "vidimus-keys-rotate(1)",
                                "vidimus-dkim-key(1)",
                                "vidimus.toml(5)")),
                List.of(Options.help()),
                List.of(),
                List.of(create(), list(), publish(), check(), activate(), retire(), rotate()),
                (arguments, terminal) -> Vidimus.missingCommand(command(), terminal));
    }

    private static Command sub(
            String word,
            String summary,
            String synopsis,
            List<String> description,
            List<Example> examples,
            List<List<OptionSpec>> options,
            PositionalParamSpec operand,
            Command.Action action) {
        return new Command(
                "vidimus keys " + word,
                new Help(
                        summary,
                        List.of("vidimus keys " + word + " " + synopsis),
                        description,
                        EXITS,
                        examples,
                        List.of("vidimus-keys(1)", "vidimus.toml(5)")),
                Options.join(options),
                List.of(operand),
                List.of(),
                action);
    }

    private static PositionalParamSpec domain() {
        return Options.operand("DOMAIN", MailOptions::domain, "The domain that signs (`d=`).");
    }

    private static OptionSpec selector(String description) {
        return Options.one("--selector", "SELECTOR", MailOptions::domain, description)
                .build();
    }

    private static Command create() {
        return sub(
                "new",
                "make keys",
                "DOMAIN [--algorithm ALGORITHM] [--selector SELECTOR]",
                List.of(
                        "Makes a key, or one of each type, and shows the record that publishes it. Nothing is sent, and"
                                + " nothing signs with it yet.",
                        JSON_EVENTS),
                List.of(new Example(
                        "A key with a name of one's own:",
                        "vidimus keys new example.org --algorithm rsa2048 --selector s1")),
                List.of(
                        List.of(
                                Options.one(
                                                "--algorithm",
                                                "ALGORITHM",
                                                KeysRun::algorithms,
                                                "`rsa2048`, `rsa3072`, `rsa4096`, `ed25519`, or `both` for `rsa2048`"
                                                        + " and `ed25519`. Without it the algorithms of the"
                                                        + " configuration, which are both unless they are set.")
                                        .build(),
                                selector("The name of a single key. Without it names are made as the configuration"
                                        + " says, such as `202611-rsa`.")),
                        KeysContext.updateOptions().subList(3, 4),
                        KeysContext.options()),
                domain(),
                KeysRun::create);
    }

    private static Command list() {
        return sub(
                "list",
                "show keys and what comes next",
                "[DOMAIN] [--json]",
                List.of(
                        "Shows the keys of a domain, or all, how far each has come, since when, and its next step.",
                        "The JSON object has the key `keys`; each has `domain`, `selector`, `algorithm`, `state`, `since`,"
                                + " `times` (of each state), `next` and `notBefore`; and the key `problems`, a list of"
                                + " lines."),
                List.of(new Example("All keys:", "vidimus keys list -c /etc/vidimus/vidimus.toml")),
                List.of(KeysContext.options()),
                Options.optionalOperand("DOMAIN", MailOptions::domain, "The domain; without it all."),
                KeysRun::list);
    }

    private static Command publish() {
        return sub(
                "publish",
                "send or show key records",
                "DOMAIN [--format FORMAT] [OPTION]...",
                List.of(
                        "Sends the records of keys that are not in use yet to the primary server of the zone, or shows"
                                + " them for somebody to put them there. What stands there already is never"
                                + " overwritten, unless it is an emptied record.",
                        JSON_EVENTS),
                List.of(
                        new Example(
                                "For a zone file:",
                                "vidimus keys publish example.org --format zone >> example.org.zone"),
                        new Example(
                                "By a dynamic update:",
                                "vidimus keys publish example.org --update-server 192.0.2.53 \\",
                                "    --tsig /etc/vidimus/update.key")),
                List.of(
                        List.of(
                                selector("The key. Without it those that are generated or published."),
                                Options.one(
                                                "--format",
                                                "FORMAT",
                                                KeysRun::form,
                                                "How records are shown: `full`, `line` (the value alone) or `zone` (lines"
                                                        + " of a zone file).")
                                        .defaultValue("full")
                                        .build()),
                        KeysContext.updateOptions(),
                        KeysContext.options()),
                domain(),
                KeysRun::publish);
    }

    private static Command check() {
        return sub(
                "check",
                "look for key records in the DNS",
                "DOMAIN [--zone FILE | --dns SERVER]...",
                List.of(
                        "Asks every resolver for the records of a domain's keys and compares them with the keys; aliases"
                                + " are followed. A generated key whose record all of them see becomes published.",
                        "The exit status is 1 if a record is not as it should be somewhere.",
                        "The JSON object has the key `keys`; each is as `vidimus keys list` has it, with `seen`: for each"
                                + " resolver `resolver`, `sight` (`matches`, `different`, `revoked`, `missing` or"
                                + " `unknown`) and `detail`."),
                List.of(new Example(
                        "Does everyone see the new key?",
                        "vidimus keys check example.org --dns 9.9.9.9 --dns 1.1.1.1")),
                List.of(
                        List.of(selector("The key. Without it all.")),
                        KeysContext.resolverOptions(),
                        KeysContext.options()),
                domain(),
                KeysRun::check);
    }

    private static Command activate() {
        return sub(
                "activate",
                "let published keys sign",
                "DOMAIN [--unchecked] [OPTION]...",
                List.of(
                        "Lets keys sign in place of those of the same type, which retire. Every resolver has to see the"
                                + " record once more, and `keys.publish-wait` must have passed since they first did.",
                        JSON_EVENTS),
                List.of(new Example(
                        "A key that was published long ago:", "vidimus keys activate example.org --unchecked")),
                List.of(
                        List.of(
                                selector("The key. Without it those that are published. A retiring key may come back."),
                                Options.flag(
                                        "--unchecked",
                                        "Asks nobody and waits for nothing. Receivers that do not see the record find"
                                                + " signatures that nothing vouches for.")),
                        KeysContext.resolverOptions(),
                        KeysContext.options()),
                domain(),
                KeysRun::activate);
    }

    private static Command retire() {
        return sub(
                "retire",
                "let a key sign no more",
                "DOMAIN [--selector SELECTOR]",
                List.of(
                        "Takes a key out of use. Its record has to stay as long as its signatures are good and mail may"
                                + " be in a queue; `vidimus keys rotate` empties it then. A key that was never used is"
                                + " revoked at once.",
                        JSON_EVENTS),
                List.of(new Example(
                        "Stop using Ed25519:", "vidimus keys retire example.org --selector 202611-ed25519")),
                List.of(
                        List.of(selector("The key. Without it the one that is active.")),
                        KeysContext.updateOptions(),
                        KeysContext.options()),
                domain(),
                KeysRun::retire);
    }

    private static Command rotate() {
        return sub(
                "rotate",
                "take the next step in the life of keys",
                "DOMAIN | --due [DOMAIN] [OPTION]...",
                List.of(
                        "Does what is due for the keys of a domain: makes, publishes, looks, activates, retires and"
                                + " revokes. If nothing is on its way it begins the next rotation. It says what it did and"
                                + " what comes next.",
                        "With `--due` it begins nothing before its time and may be run as often as one likes, twice at"
                                + " once too: a line for each thing done, nothing if there was nothing to do. Domains"
                                + " whose last key has retired are left alone.",
                        JSON_EVENTS),
                List.of(
                        new Example("Begin to sign for a domain:", "vidimus keys rotate example.org"),
                        new Example("For a timer:", "vidimus keys rotate --due -c /etc/vidimus/vidimus.toml")),
                List.of(
                        List.of(Options.flag("--due", "Does what is due, for all domains unless one is named.")),
                        KeysContext.updateOptions(),
                        KeysContext.resolverOptions(),
                        KeysContext.options()),
                Options.optionalOperand("DOMAIN", MailOptions::domain, "The domain. With `--due` it may be left out."),
                KeysRun::rotate);
    }

    /// The domain, if it was given.
    static Optional<DomainName> domain(Arguments arguments) {
        return arguments.operands(DomainName.class).stream().findFirst();
    }
}
