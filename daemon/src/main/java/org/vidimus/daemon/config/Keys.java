package org.vidimus.daemon.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vidimus.daemon.config.TableType.Complaint;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Decoded;

/// Every key of the configuration file, declared once; what is about mail itself is in [PolicyKeys].
public final class Keys {
    private static final ServerSettings.Limits LIMITS = ServerSettings.Limits.DEFAULT;

    /// Sockets, in the file and on the command line.
    public static final TextType<MilterSocket> SOCKET_TYPE = Types.text(
            "a socket such as \"inet:8891@127.0.0.1\", \"inet6:8891@[::1]\" or \"unix:/run/vidimus/milter.sock\"",
            Keys::socket,
            MilterSocket::toString);

    /// Forms of log lines, in the file and on the command line.
    public static final TextType<LogSettings.Format> LOG_FORMAT_TYPE = Types.choice(LogSettings.Format.class);

    /// Levels of log lines, in the file and on the command line.
    public static final TextType<LogSettings.Level> LOG_LEVEL_TYPE = Types.choice(LogSettings.Level.class);

    /// Where MTAs reach the filter.
    public static final Key<List<MilterSocket>> LISTEN = Key.of(
            "listen",
            Types.list(1, SOCKET_TYPE),
            List.of(new MilterSocket.Inet("127.0.0.1", 8891)),
            "The sockets on which MTAs reach the filter. Both notations of TCP are understood, `inet:PORT@HOST` as"
                    + " Sendmail and milters write it and `inet:HOST:PORT` as Postfix does; `inet6:PORT@[ADDRESS]`;"
                    + " and `unix:/PATH` or `local:/PATH`. Port 0 takes any free port, which the log names. The"
                    + " protocol knows no passwords: whoever can reach a socket can use the filter.");

    /// Mode of unix sockets.
    public static final Key<String> SOCKET_MODE = Key.of(
            "socket-mode",
            Types.text("an octal mode such as \"0660\"", Keys::mode, mode -> mode),
            "0660",
            "The mode of the unix sockets, as chmod(1) takes it. Connecting needs write permission.");

    /// Group of unix sockets.
    public static final Key<Optional<String>> SOCKET_GROUP = Key.of(
                    "socket-group",
                    Types.optional(Types.text("the name of a group", Keys::group, group -> group)),
                    Optional.<String>empty(),
                    "The group of the unix sockets; by default that of the process. Give the MTA's group, so that with"
                            + " the mode 0660 the MTA may connect and others may not.")
            .example("\"postfix\"");

    /// Connections at a time.
    public static final Key<Long> MAX_CONNECTIONS = Key.of(
            "max-connections",
            Types.integer(1, 1_000_000),
            (long) LIMITS.connections(),
            "How many connections of MTAs are served at a time; more wait in the kernel's queue. An MTA holds one for"
                    + " every SMTP session.");

    /// Octets of one connection that wait to be handled.
    public static final Key<Long> CONNECTION_BUFFER = Key.of(
            "connection-buffer",
            Types.size(4096, 1 << 30),
            (long) LIMITS.connectionBytes(),
            "How much of one connection may wait to be handled. Above it the MTA must wait.");

    /// Octets of all connections that wait to be handled.
    public static final Key<Long> TOTAL_BUFFER = Key.of(
            "total-buffer",
            Types.size(1 << 16, 1L << 40),
            LIMITS.totalBytes(),
            "How much of all connections together may wait to be handled. Above it a connection is read only when"
                    + " nothing of it waits.");

    /// Silence.
    public static final Key<Duration> IDLE_TIMEOUT = Key.of(
            "idle-timeout",
            Types.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
            LIMITS.idleTime(),
            "How long a connection may be silent before it is closed. An MTA is silent as long as its SMTP client is;"
                    + " less than `2h` can break sessions of slow clients.");

    /// Negotiation.
    public static final Key<Duration> NEGOTIATION_TIMEOUT = Key.of(
            "negotiation-timeout",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            LIMITS.negotiationTime(),
            "How long a new connection may take until it has negotiated, so that what is no MTA is closed soon.");

    /// Events before the end of a message.
    public static final Key<Duration> COMMAND_TIMEOUT = Key.of(
            "command-timeout",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            LIMITS.commandTime(),
            "How long the handling of an event before the end of a message may take; then the message is refused for"
                    + " now. Sendmail waits 10 seconds for an answer, Postfix 30 (`milter_command_timeout`).");

    /// The end of a message.
    public static final Key<Duration> MESSAGE_TIMEOUT = Key.of(
            "message-timeout",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            LIMITS.messageTime(),
            "How long the decision at the end of a message may take; then the message is refused for now.");

    /// Signs of life.
    public static final Key<Duration> PROGRESS_INTERVAL = Key.of(
            "progress-interval",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            LIMITS.progressInterval(),
            "How often the MTA is told, while a message is decided, that work goes on. Postfix waits 300 seconds for"
                    + " each such sign (`milter_content_timeout`); Sendmail waits 5 minutes in all, signs or not"
                    + " (`T=E:5m`).");

    /// Stopping.
    public static final Key<Duration> DRAIN_TIMEOUT = Key.of(
            "drain-timeout",
            Types.duration(Duration.ZERO, Duration.ofHours(1)),
            LIMITS.drainTime(),
            "How long running messages may take to finish when the daemon is stopped; after it they are refused for"
                    + " now.");

    /// The filter's sockets and limits.
    public static final Key<Values> MILTER = Key.table(
            "milter",
            TableType.of(
                    LISTEN,
                    SOCKET_MODE,
                    SOCKET_GROUP,
                    MAX_CONNECTIONS,
                    CONNECTION_BUFFER,
                    TOTAL_BUFFER,
                    IDLE_TIMEOUT,
                    NEGOTIATION_TIMEOUT,
                    COMMAND_TIMEOUT,
                    MESSAGE_TIMEOUT,
                    PROGRESS_INTERVAL,
                    DRAIN_TIMEOUT),
            "How Postfix and Sendmail reach the filter, and how much it takes from them.");

    /// Form of log lines.
    public static final Key<LogSettings.Format> LOG_FORMAT = Key.of(
            "format",
            LOG_FORMAT_TYPE,
            LogSettings.DEFAULTS.format(),
            "The form of a line: `text`, with the time, the level, a message and `key=value` pairs, or `json`, one"
                    + " object per line with the same keys. What came from the network is escaped in both.");

    /// Level of log lines.
    public static final Key<LogSettings.Level> LOG_LEVEL = Key.of(
            "level",
            LOG_LEVEL_TYPE,
            LogSettings.DEFAULTS.level(),
            "The least important level that is written. At `info` there is one line per message; `debug` and `trace`"
                    + " add what the libraries say.");

    /// Logging.
    public static final Key<Values> LOG =
            Key.table("log", TableType.of(LOG_FORMAT, LOG_LEVEL), "What is written to standard output.");

    /// The whole file.
    public static final TableType ROOT = TableType.of(
                    MILTER,
                    DnsKeys.DNS,
                    PolicyKeys.VERIFY,
                    PolicyKeys.TRUST,
                    PolicyKeys.ROLES,
                    PolicyKeys.SPF,
                    PolicyKeys.DKIM,
                    PolicyKeys.DMARC,
                    PolicyKeys.ARC,
                    LocalPolicyKeys.POLICY,
                    SignKeys.SIGN,
                    MetricsKeys.METRICS,
                    LifecycleKeys.KEYS,
                    LOG)
            .checked(
                    List.of(PolicyKeys.ROLES, PolicyKeys.ROLES_VERIFY),
                    root -> strangers(root, PolicyKeys.ROLES_VERIFY))
            .checked(List.of(PolicyKeys.ROLES, PolicyKeys.ROLES_SIGN), root -> strangers(root, PolicyKeys.ROLES_SIGN))
            .checked(List.of(PolicyKeys.ARC, SealKeys.SEALS), Keys::strangersOfSeals);

    private Keys() {}

    /// Sockets that have a role and that nobody listens on: whoever wrote them meant another.
    private static List<Complaint> strangers(Values root, Key<List<String>> role) {
        List<String> doors = root.get(PolicyKeys.ROLES).get(role);
        return IntStream.range(0, doors.size())
                .boxed()
                .flatMap(i -> stranger(root, doors.get(i)).map(what -> new Complaint(i, what)).stream())
                .toList();
    }

    /// The same for the doors of mail that is sealed.
    private static List<Complaint> strangersOfSeals(Values root) {
        List<Values> seals = root.get(PolicyKeys.ARC).get(SealKeys.SEALS);
        return IntStream.range(0, seals.size())
                .boxed()
                .flatMap(i -> seals.get(i).get(SealKeys.DOORS).stream()
                        .flatMap(door -> stranger(root, door).stream())
                        .map(what -> new Complaint(i, "doors: " + what)))
                .toList();
    }

    private static Optional<String> stranger(Values root, String door) {
        List<String> listening = root.get(MILTER).get(LISTEN).stream()
                .map(MilterSocket::toString)
                .toList();
        return door.contains(":") && !listening.contains(door)
                ? Optional.of("nobody listens on \"" + door + "\"; expected a socket of milter.listen, "
                        + String.join(", ", listening))
                : Optional.empty();
    }

    /// A socket as the file and the command line write it.
    static Parsed<MilterSocket> socket(String text) {
        return switch (MilterSocket.parse(text)) {
            case Decoded.Ok<MilterSocket>(MilterSocket socket) -> new Parsed.Ok<>(socket);
            case Decoded.Malformed<MilterSocket>(String why) -> new Parsed.Wrong<>(why);
        };
    }

    private static Parsed<String> mode(String text) {
        return text.matches("0?[0-7]{3}") ? new Parsed.Ok<>(text) : new Parsed.Wrong<>("\"" + text + "\" is no mode");
    }

    private static Parsed<String> group(String text) {
        return text.isBlank() ? new Parsed.Wrong<>("\"" + text + "\" is empty") : new Parsed.Ok<>(text);
    }
}
