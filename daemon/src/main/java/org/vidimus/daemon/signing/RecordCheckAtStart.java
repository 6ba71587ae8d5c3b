package org.vidimus.daemon.signing;

import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.Lookups;

/// Looks whether receivers will find the keys that sign (DKS-7), and warns of those that they will not. Nothing
/// waits for it: mail is signed all the same, because the record may be on its way.
final class RecordCheckAtStart {
    private static final Logger LOG = LoggerFactory.getLogger(RecordCheckAtStart.class);

    private RecordCheckAtStart() {}

    /// Begins, on a thread of its own.
    ///
    /// @param lookups makes the look-ups of one key
    static void begin(List<NamedKey> keys, CryptoBackend crypto, Supplier<Lookups> lookups) {
        Thread.ofVirtual().name("records").start(() -> keys.forEach(named -> look(named, crypto, lookups)));
    }

    private static void look(NamedKey named, CryptoBackend crypto, Supplier<Lookups> lookups) {
        named.key().ifPresent(key -> {
            RecordSight sight = RecordSight.of(named.domain(), named.selector(), key, crypto, lookups.get());
            if (!sight.good() && sight.sure()) {
                LOG.atWarn()
                        .addKeyValue("key", named)
                        .addKeyValue("record", sight.what())
                        .log("receivers cannot verify what is signed with this key");
            } else {
                LOG.atDebug()
                        .addKeyValue("key", named)
                        .addKeyValue("record", sight.what())
                        .log("key record");
            }
        });
    }
}
