/// A light MTA and MDA for labs. It calls filters through the milter client, as Postfix does, and has no mail policy of
/// its own.
@org.jspecify.annotations.NullMarked
module org.vidimus.mta {
    requires static org.jspecify;
    requires com.github.benmanes.caffeine;
    requires org.vidimus.milter;
    requires transitive org.vidimus.policy;
    requires org.vidimus.signer;

    exports org.vidimus.mta.sieve;
}
