package org.vidimus.daemon.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.milter.net.SocketFileMode;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.signer.lifecycle.LifecycleSettings;

/// Everything that is configured, as the modules' own records. Immutable.
///
/// @param server where MTAs reach the filter, and the server's limits
/// @param dns how the DNS is asked
/// @param budgets how much work one message may cause
/// @param pipeline what is done with mail
/// @param policy the administrator's script
/// @param sign what is signed, how and with what
/// @param seals what is sealed; the first that is for a message decides
/// @param metrics where metrics are shown; empty for nowhere
/// @param log how is logged
public record Settings(
        ServerSettings server,
        DnsSettings dns,
        Budgets budgets,
        PipelineSettings pipeline,
        Optional<PolicyScript> policy,
        SignSettings sign,
        List<SealSettings> seals,
        Optional<InetSocketAddress> metrics,
        LifecycleSettings keys,
        LogSettings log) {
    /// Copies the list.
    public Settings {
        seals = List.copyOf(seals);
    }

    /// Settings by which nothing is signed and no metrics are shown.
    public Settings(
            ServerSettings server, DnsSettings dns, Budgets budgets, PipelineSettings pipeline, LogSettings log) {
        this(
                server,
                dns,
                budgets,
                pipeline,
                Optional.empty(),
                SignSettings.NONE,
                List.of(),
                Optional.empty(),
                LifecycleSettings.DEFAULT,
                log);
    }

    /// The settings that a file's values mean.
    public static Settings of(Values root) {
        Values milter = root.get(Keys.MILTER);
        Values log = root.get(Keys.LOG);
        var mode = SocketFileMode.ofOctal(milter.get(Keys.SOCKET_MODE), milter.get(Keys.SOCKET_GROUP));
        return new Settings(
                new ServerSettings(milter.get(Keys.LISTEN), mode.orElseThrow(), limits(milter)),
                DnsKeys.settings(root),
                DnsKeys.budgets(root).with(LocalPolicyKeys.limits(root)),
                PolicyKeys.settings(root),
                root.get(LocalPolicyKeys.POLICY).get(LocalPolicyKeys.SCRIPT),
                SignKeys.settings(root),
                SealKeys.settings(root),
                root.get(MetricsKeys.METRICS).get(MetricsKeys.LISTEN),
                LifecycleKeys.settings(root),
                new LogSettings(log.get(Keys.LOG_FORMAT), log.get(Keys.LOG_LEVEL)));
    }

    private static ServerSettings.Limits limits(Values milter) {
        return new ServerSettings.Limits(
                Math.toIntExact(milter.get(Keys.MAX_CONNECTIONS)),
                Math.toIntExact(milter.get(Keys.CONNECTION_BUFFER)),
                milter.get(Keys.TOTAL_BUFFER),
                milter.get(Keys.IDLE_TIMEOUT),
                milter.get(Keys.NEGOTIATION_TIMEOUT),
                milter.get(Keys.COMMAND_TIMEOUT),
                milter.get(Keys.MESSAGE_TIMEOUT),
                milter.get(Keys.PROGRESS_INTERVAL),
                milter.get(Keys.DRAIN_TIMEOUT));
    }
}
