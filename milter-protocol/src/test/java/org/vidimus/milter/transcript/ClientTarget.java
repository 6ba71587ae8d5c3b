package org.vidimus.milter.transcript;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.vidimus.milter.client.DefaultAction;
import org.vidimus.milter.client.FilterSettings;
import org.vidimus.milter.client.MilterClient;
import org.vidimus.milter.client.Mta;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.client.Timeouts;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;

/// Plays transcripts on our own MTA side, as Postfix or as Sendmail.
public final class ClientTarget implements Target {
    static final String HOST = "mx.example.com";

    private final MtaProfile profile;
    private final Transport transport;
    private int port;

    /// @param transport stays the caller's
    public ClientTarget(MtaProfile profile, Transport transport) {
        this.profile = profile;
        this.transport = transport;
    }

    @Override
    public Set<String> tags(String filter) {
        return Targets.tags("client", profile.name().toLowerCase(Locale.ROOT), filter);
    }

    @Override
    public int filterPort(Transcript transcript) throws IOException {
        port = FilterPorts.next();
        return port;
    }

    @Override
    public Outcome play(Transcript transcript) throws IOException, InterruptedException {
        FilterSettings settings = FilterSettings.of(new MilterSocket.Inet("127.0.0.1", port))
                .with(DefaultAction.valueOf(transcript
                        .settings()
                        .getOrDefault("failure", "tempfail")
                        .toUpperCase(Locale.ROOT)));
        if (transcript.settings().containsKey("timeout")) {
            Duration wait =
                    Duration.ofSeconds(Integer.parseInt(transcript.settings().getOrDefault("timeout", "")));
            settings = settings.with(new Timeouts(wait, wait, wait, Duration.ofHours(1)));
        }
        MilterClient client = new MilterClient(transport, settings, Mta.of(profile, HOST));
        ClientMailServer server = new ClientMailServer(client, profile, settings.defaultAction());
        try {
            return server.play(transcript.steps());
        } finally {
            server.end();
        }
    }
}
