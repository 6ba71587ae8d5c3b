package org.vidimus.milter.transcript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.vidimus.milter.filter.BodyVerdict;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.SessionVerdict;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Stage;

/// The `filter` section of a transcript as a [Filter]: what `scripted-filter.c` does on libmilter, on our own API.
///
/// Confined to a connection's thread, but for the log, which takes lines from all.
public final class ScriptedFilter {
    private static final Map<String, Stage> STAGES = Map.of(
            "connect", Stage.CONNECT,
            "helo", Stage.HELO,
            "mail", Stage.MAIL,
            "rcpt", Stage.RCPT,
            "data", Stage.DATA,
            "eoh", Stage.END_OF_HEADERS,
            "eom", Stage.END_OF_MESSAGE);
    private static final Map<String, Action> ACTIONS = Map.of(
            "addhdrs", Action.ADD_HEADERS,
            "chgbody", Action.CHANGE_BODY,
            "addrcpt", Action.ADD_RECIPIENTS,
            "delrcpt", Action.DELETE_RECIPIENTS,
            "chghdrs", Action.CHANGE_HEADERS,
            "quarantine", Action.QUARANTINE,
            "chgfrom", Action.CHANGE_SENDER,
            "addrcpt_par", Action.ADD_RECIPIENTS_WITH_PARAMETERS,
            "setsymlist", Action.SET_SYMBOL_LIST);

    private final FilterScript script;
    private final Consumer<String> log;

    private ScriptedFilter(FilterScript script, Consumer<String> log) {
        this.script = script;
        this.log = log;
    }

    /// The filter that a script describes.
    ///
    /// @param log takes each event; called from the threads of all connections
    public static Filter<?, ?> of(FilterScript script, Consumer<String> log) {
        return new ScriptedFilter(script, log).build();
    }

    /// One SMTP session.
    private static final class Session {
        final FilterContext context;

        Session(FilterContext context) {
            this.context = context;
        }
    }

    /// One message; also stands for the time before the first.
    private static final class Message implements FilterScript.Message {
        final Session session;
        private String sender = "";
        private final List<String> recipients = new ArrayList<>();

        Message(Session session) {
            this.session = session;
        }

        @Override
        public String sender() {
            return sender;
        }

        @Override
        public List<String> recipients() {
            return recipients;
        }

        @Override
        public boolean hasMacro(String name) {
            return session.context.macro(name).isPresent();
        }
    }

    private Filter<Session, Message> build() {
        Filter.Builder<Session, Message> filter = Filter.of(this::opened, Message::new);
        if (wants("noconnect")) {
            filter.onConnect(mode("nr_connect"), this::connect);
        }
        if (wants("nohelo")) {
            filter.onHelo(mode("nr_helo"), (session, helo) -> {
                event(session, "helo", helo.name());
                return session(run(new Message(session), "helo", helo.name()));
            });
        }
        if (wants("nomail")) {
            filter.onMail(mode("nr_mail"), (message, mail) -> {
                message.sender = mail.sender().latin1();
                event(message.session, "mail", path(mail.sender(), mail.parameters()));
                return verdict(run(message, "mail", mail.sender()));
            });
        }
        if (wants("norcpt")) {
            filter.onRcpt(mode("nr_rcpt"), (message, rcpt) -> {
                message.recipients.add(rcpt.recipient().latin1());
                event(message.session, "rcpt", path(rcpt.recipient(), rcpt.parameters()));
                return verdict(run(message, "rcpt", rcpt.recipient()));
            });
        }
        if (wants("nodata")) {
            filter.onData(mode("nr_data"), message -> {
                event(message.session, "data");
                return verdict(run(message, "data", Bytes.EMPTY));
            });
        }
        if (wants("nounknown")) {
            filter.onUnknown(mode("nr_unknown"), (session, unknown) -> {
                event(session, "unknown", unknown.line());
                return session(run(new Message(session), "unknown", unknown.line()));
            });
        }
        content(filter);
        filter.onEndOfMessage(this::endOfMessage);
        filter.onAbort(message -> event(message.session, "abort"));
        filter.onClose(session -> event(session, "close"));
        options(filter);
        return filter.build();
    }

    private void content(Filter.Builder<Session, Message> filter) {
        if (wants("nohdrs")) {
            filter.onHeader(mode("nr_header"), (message, field) -> {
                log.accept(prefix(message.session) + "header "
                        + Octets.encode(field.name().latin1()) + ":"
                        + Octets.encode(field.value().latin1()));
                return verdict(run(message, "header", field.name()));
            });
        }
        if (wants("noeoh")) {
            filter.onEndOfHeaders(mode("nr_eoh"), message -> {
                event(message.session, "eoh");
                return verdict(run(message, "eoh", Bytes.EMPTY));
            });
        }
        if (wants("nobody")) {
            filter.onBody(mode("nr_body"), (message, body) -> {
                log.accept(prefix(message.session) + "body "
                        + Octets.summary(body.chunk().latin1()));
                return run(message, "body", Bytes.EMPTY);
            });
        }
    }

    private void options(Filter.Builder<Session, Message> filter) {
        filter.uses(
                script.actions().isEmpty()
                        ? Action.values()
                        : script.actions().stream()
                                .filter(ACTIONS::containsKey)
                                .map(ACTIONS::get)
                                .toArray(Action[]::new));
        Map<Stage, List<String>> symbols = new LinkedHashMap<>();
        for (String line : script.symbols()) {
            List<String> words = Arrays.asList(line.split(" "));
            symbols.put(STAGES.get(words.getFirst()), words.subList(1, words.size()));
        }
        symbols.forEach((stage, names) -> filter.macros(stage, names.toArray(String[]::new)));
        if (script.protocol().contains("rcpt_rej")) {
            filter.rejectedRecipients();
        }
    }

    private boolean wants(String suppressed) {
        return !script.protocol().contains(suppressed);
    }

    private Mode mode(String noReply) {
        return script.protocol().contains(noReply) ? Mode.STREAM : Mode.ANSWER;
    }

    private Session opened(FilterContext context) {
        Session session = new Session(context);
        log.accept(prefix(session) + "negotiate agreed");
        return session;
    }

    private SessionVerdict connect(Session session, Command.Connect connect) {
        String host = Octets.encode(connect.host().latin1());
        String address = Octets.encode(connect.address().latin1());
        log.accept(prefix(session) + "connect " + host
                + switch (connect.family()) {
                    case Family.INET -> " inet " + address + " " + connect.port();
                    case Family.INET6 -> " inet6 " + address + " " + connect.port();
                    case Family.UNIX -> " unix " + address;
                    case Family.UNKNOWN -> " unknown";
                });
        return session(run(new Message(session), "connect", connect.host()));
    }

    private Outcome endOfMessage(Message message) {
        event(message.session, "eom");
        List<Edit> edits = new ArrayList<>();
        Bytes body = Bytes.EMPTY;
        boolean replaced = false;
        for (FilterScript.Rule rule : script.rulesFor("eom", "", message)) {
            Optional<BodyVerdict> verdict = ScriptedActions.verdict(rule);
            if (verdict.isPresent()) {
                return new Outcome(verdict(verdict.get()), withBody(edits, replaced, body));
            }
            if (rule.verb().equals("replbody")) {
                body = Bytes.latin1(body.latin1() + Octets.decode(rule.rest()));
                replaced = true;
            } else if (!aside(message, rule)) {
                ScriptedActions.edit(rule).ifPresent(edits::add);
            }
        }
        return Outcome.edited(withBody(edits, replaced, body));
    }

    private static List<Edit> withBody(List<Edit> edits, boolean replaced, Bytes body) {
        if (replaced) {
            edits.add(new Edit.ReplaceBody(body));
        }
        return edits;
    }

    private BodyVerdict run(Message message, String stage, Bytes subject) {
        for (FilterScript.Rule rule : script.rulesFor(stage, subject.latin1(), message)) {
            Optional<BodyVerdict> verdict = ScriptedActions.verdict(rule);
            if (verdict.isPresent()) {
                return verdict.get();
            }
            if (!aside(message, rule)) {
                throw new TranscriptError("not at " + stage + ": " + rule.action());
            }
        }
        return Verdict.CONTINUE;
    }

    /// Whether the instruction was one that neither judges nor edits.
    private boolean aside(Message message, FilterScript.Rule rule) {
        return switch (rule.verb()) {
            case "show" -> {
                for (String name : rule.rest().split(" ")) {
                    Optional<Bytes> value = message.session.context.macro(name);
                    log.accept(prefix(message.session) + "macro " + rule.stage() + " " + name
                            + value.map(v -> "=" + Octets.encode(v.latin1())).orElse(" absent"));
                }
                yield true;
            }
            case "sleep" -> {
                LockSupport.parkNanos(Long.parseLong(rule.rest()) * 1_000_000);
                yield true;
            }
            default -> false;
        };
    }

    private static SessionVerdict session(BodyVerdict verdict) {
        return switch (verdict) {
            case SessionVerdict session -> session;
            case Verdict.Discard _, BodyVerdict.Skip _ -> throw new TranscriptError("not a session's: " + verdict);
        };
    }

    private static Verdict verdict(BodyVerdict verdict) {
        return switch (verdict) {
            case Verdict message -> message;
            case BodyVerdict.Skip _ -> throw new TranscriptError("SKIP is for the body");
        };
    }

    private static String path(Bytes address, List<Bytes> parameters) {
        StringBuilder path = new StringBuilder(address.latin1());
        parameters.forEach(parameter -> path.append(' ').append(parameter.latin1()));
        return path.toString();
    }

    private void event(Session session, String word) {
        log.accept(prefix(session) + word);
    }

    private void event(Session session, String word, Bytes text) {
        event(session, word, text.latin1());
    }

    private void event(Session session, String word, String text) {
        log.accept(prefix(session) + word + " " + Octets.encode(text));
    }

    private static String prefix(Session session) {
        return "[" + session.context.connection() + "] ";
    }
}
