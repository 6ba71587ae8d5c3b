package org.vidimus.policy.pipeline;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.vidimus.policy.arc.ArcValidator;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dkim.DkimVerifier;
import org.vidimus.policy.dmarc.DmarcEvaluator;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.spf.SpfChecker;

/// The checks that messages from outside go through, made once for all of them.
///
/// Immutable, thread-safe.
record Checks(
        PipelineSettings settings,
        Budgets budgets,
        Resolver resolver,
        InstantSource clock,
        LongSupplier nanoTime,
        Executor executor,
        SpfChecker spf,
        DkimVerifier dkim,
        ArcValidator arc,
        DmarcEvaluator dmarc,
        Judge judge,
        CryptoBackend crypto) {

    static Checks of(
            PipelineSettings settings,
            Budgets budgets,
            Resolver resolver,
            InstantSource clock,
            LongSupplier nanoTime,
            Executor executor) {
        CryptoBackend crypto = CryptoBackend.of(CryptoBackend.Choice.AUTO); // one for both, and one memory of keys
        return new Checks(
                settings,
                budgets,
                resolver,
                clock,
                nanoTime,
                executor,
                new SpfChecker(budgets.spf(), clock, nanoTime),
                new DkimVerifier(settings.dkim(), budgets.signatures(), clock, crypto),
                new ArcValidator(settings.dkim(), budgets.signatures(), clock, crypto),
                new DmarcEvaluator(settings.dmarc()),
                new Judge(settings.onSpf(), settings.onDmarc()),
                crypto);
    }

    /// The DNS as one message sees it.
    Lookups lookups() {
        return new Lookups(resolver, budgets.dns(), nanoTime);
    }
}
