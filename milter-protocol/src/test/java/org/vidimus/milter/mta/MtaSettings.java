package org.vidimus.milter.mta;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How a real MTA is set up. Immutable; begins with [#relayingTo].
///
/// @param relay where all accepted mail goes
/// @param milters sockets as Postfix writes them, `inet:HOST:PORT` or `unix:/PATH`, in the order they are called
/// @param onFailure what the MTA does when a filter fails. Default: tempfail.
/// @param timeouts how long it waits for a filter. Default: 30 s, 30 s, 300 s.
/// @param tls whether STARTTLS is offered. Default: no.
/// @param login the one user that AUTH knows. Default: no AUTH.
/// @param config lines at the end of main.cf or of the .mc file
/// @param services lines of master.cf, for Postfix only
public record MtaSettings(
        InetSocketAddress relay,
        List<String> milters,
        FailureAction onFailure,
        Timeouts timeouts,
        boolean tls,
        Optional<Login> login,
        List<String> config,
        List<String> services) {

    /// Copies the lists.
    public MtaSettings {
        milters = List.copyOf(milters);
        config = List.copyOf(config);
        services = List.copyOf(services);
    }

    /// What the MTA does when a filter cannot be reached or breaks off.
    public enum FailureAction {
        /// As if there were no filter.
        ACCEPT,
        /// 5xx.
        REJECT,
        /// 4xx.
        TEMPFAIL,
        /// Takes the message and holds it. Postfix only.
        QUARANTINE,
        /// 421, and the end of the session. Sendmail, and Postfix from 3.11 on.
        SHUTDOWN
    }

    /// How long the MTA waits for a filter, in whole seconds.
    ///
    /// @param connect to connect and negotiate
    /// @param command for the answer to a command
    /// @param content for the answer at the end of the message
    public record Timeouts(Duration connect, Duration command, Duration content) {}

    /// Who may log in.
    ///
    /// @param user without a domain
    /// @param secret the password
    public record Login(String user, String secret) {}

    /// No filter, everything else at its default.
    public static MtaSettings relayingTo(SmtpSink sink) {
        return relayingTo(sink.address());
    }

    /// The same before another server.
    public static MtaSettings relayingTo(InetSocketAddress server) {
        return new MtaSettings(
                server,
                List.of(),
                FailureAction.TEMPFAIL,
                new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(5)),
                false,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /// With one more filter at the end of the chain.
    public MtaSettings milter(String socket) {
        return new MtaSettings(relay, and(milters, socket), onFailure, timeouts, tls, login, config, services);
    }

    /// With another action when a filter fails.
    public MtaSettings onFailure(FailureAction action) {
        return new MtaSettings(relay, milters, action, timeouts, tls, login, config, services);
    }

    /// With other timeouts.
    public MtaSettings timeouts(Duration connect, Duration command, Duration content) {
        return new MtaSettings(
                relay, milters, onFailure, new Timeouts(connect, command, content), tls, login, config, services);
    }

    /// With STARTTLS.
    public MtaSettings withTls() {
        return new MtaSettings(relay, milters, onFailure, timeouts, true, login, config, services);
    }

    /// With AUTH for this user.
    public MtaSettings login(String user, String secret) {
        return new MtaSettings(
                relay, milters, onFailure, timeouts, tls, Optional.of(new Login(user, secret)), config, services);
    }

    /// With one more line of configuration, in the MTA's own language.
    public MtaSettings config(String line) {
        return new MtaSettings(relay, milters, onFailure, timeouts, tls, login, and(config, line), services);
    }

    /// With one more service of Postfix, such as `127.0.0.1:2587 inet n - n - - smtpd`.
    public MtaSettings service(String line) {
        return new MtaSettings(relay, milters, onFailure, timeouts, tls, login, config, and(services, line));
    }

    private static List<String> and(List<String> list, String last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    /// The arguments of `rig/run`, except for those that a start chooses itself.
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--relay", relay.getHostString() + ":" + relay.getPort());
        add(arguments, "--default-action", onFailure.name().toLowerCase(Locale.ROOT));
        add(
                arguments,
                "--timeouts",
                "%d,%d,%d"
                        .formatted(
                                timeouts.connect().toSeconds(),
                                timeouts.command().toSeconds(),
                                timeouts.content().toSeconds()));
        milters.forEach(socket -> add(arguments, "--milter", socket));
        login.ifPresent(user -> add(arguments, "--auth", user.user() + ":" + user.secret()));
        config.forEach(line -> add(arguments, "--config", line));
        services.forEach(line -> add(arguments, "--service", line));
        if (tls) {
            arguments.add("--tls");
        }
        return arguments;
    }

    private static void add(List<String> arguments, String name, String value) {
        arguments.add(name);
        arguments.add(value);
    }
}
