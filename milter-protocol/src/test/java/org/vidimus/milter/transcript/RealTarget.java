package org.vidimus.milter.transcript;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpSink;

/// Plays transcripts on a real Postfix or Sendmail. Transcripts that need the same settings share one, which lives
/// until
/// [#close()].
///
/// Confined to one thread.
public final class RealTarget implements Target, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// `milter-hold: END-OF-MESSAGE from x[127.0.0.1]: REASON; ...`, `milter=x, quarantine=REASON`.
    private static final Pattern HELD = Pattern.compile("milter-hold: [^:]*: ([^;\n]*);|quarantine=([^,\n]*)");

    /// Starts the real MTA; skips the test where there is none.
    public interface Starter {
        RealMta start(MtaSettings settings) throws IOException;
    }

    private final String name;
    private final Starter starter;
    private final Map<Map<String, String>, Instance> instances = new LinkedHashMap<>();

    /// One MTA with its sink and the port on which it looks for its filter.
    private static final class Instance {
        final SmtpSink sink;
        final RealMta mta;
        final int filterPort;
        int delivered;

        Instance(SmtpSink sink, RealMta mta, int filterPort) {
            this.sink = sink;
            this.mta = mta;
            this.filterPort = filterPort;
        }
    }

    /// @param name `postfix` or `sendmail`
    public RealTarget(String name, Starter starter) {
        this.name = name;
        this.starter = starter;
    }

    @Override
    public Set<String> tags(String filter) {
        return Targets.tags("real", name, filter);
    }

    @Override
    public int filterPort(Transcript transcript) throws IOException {
        return instance(transcript).filterPort;
    }

    private Instance instance(Transcript transcript) throws IOException {
        Instance existing = instances.get(transcript.settings());
        if (existing != null) {
            return existing;
        }
        int filterPort = FilterPorts.next();
        SmtpSink sink = new SmtpSink();
        MtaSettings settings = MtaSettings.relayingTo(sink)
                .milter("inet:127.0.0.1:" + filterPort)
                .withTls()
                .login("user1", "secret")
                .onFailure(MtaSettings.FailureAction.valueOf(transcript
                        .settings()
                        .getOrDefault("failure", "tempfail")
                        .toUpperCase(Locale.ROOT)));
        if (transcript.settings().containsKey("timeout")) {
            Duration wait =
                    Duration.ofSeconds(Integer.parseInt(transcript.settings().getOrDefault("timeout", "")));
            settings = settings.timeouts(wait, wait, wait);
        }
        Instance started = new Instance(sink, starter.start(settings), filterPort);
        instances.put(transcript.settings(), started);
        return started;
    }

    @Override
    public Outcome play(Transcript transcript) throws IOException {
        Instance instance = instance(transcript);
        int stray = instance.sink.deliveries().size() - instance.delivered;
        int logged = instance.mta.log().length();
        List<Exchange> exchanges;
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), instance.mta.smtpPort());
        try (SmtpPlayer player = new SmtpPlayer(server, (sender, recipients, content) -> {
            List<String> command = new ArrayList<>(List.of("sendmail", "-i", "-f", sender));
            command.addAll(recipients);
            instance.mta.exec(Octets.of(content).replace("\r\n", "\n"), command.toArray(String[]::new));
        })) {
            exchanges = player.play(transcript.steps());
        }
        Await.until(
                PATIENCE,
                () -> instance.sink.deliveries().size() - instance.delivered
                                >= transcript.deliveries().size()
                        && held(instance, logged).isPresent()
                                == transcript.hold().isPresent());
        List<Delivery> deliveries = instance.sink.deliveries().stream()
                .skip(instance.delivered)
                .map(RealTarget::delivery)
                .toList();
        instance.delivered += deliveries.size();
        if (stray > 0) {
            throw new AssertionError(stray + " messages arrived after an earlier transcript had ended");
        }
        return new Outcome(exchanges, deliveries, held(instance, logged), List.of());
    }

    private static Optional<String> held(Instance instance, int from) {
        Matcher matcher = HELD.matcher(instance.mta.log());
        return matcher.find(from)
                ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                : Optional.empty();
    }

    private static Delivery delivery(org.vidimus.milter.mta.Delivery arrived) {
        return new Delivery(
                path(arrived.from()),
                arrived.recipients().stream().map(RealTarget::path).toList(),
                MessagePattern.split(arrived.text()));
    }

    private static Delivery.Path path(org.vidimus.milter.mta.Delivery.Path path) {
        return new Delivery.Path(path.address(), path.arguments());
    }

    @Override
    public void close() throws IOException {
        for (Instance instance : instances.values()) {
            instance.mta.close();
            instance.sink.close();
        }
        instances.clear();
    }
}
