/// Mail and its rules: message, DNS, Authentication-Results, SPF, DKIM, ARC, DMARC, Sieve, the pipeline. It
/// knows no socket of an MTA and no private key.
@org.jspecify.annotations.NullMarked
module org.vidimus.policy {
    requires static org.jspecify;
    requires apache.jsieve.core;
    requires apache.mime4j.core;
    requires com.github.benmanes.caffeine;
    requires com.ibm.icu;
    requires org.bouncycastle.provider;
    requires org.dnsjava;
    requires static com.amazon.corretto.crypto.provider;

    exports org.vidimus.policy.base;
    exports org.vidimus.policy.dns;
    exports org.vidimus.policy.message;
    exports org.vidimus.policy.mime;
    exports org.vidimus.policy.authres;
    exports org.vidimus.policy.iprev;
    exports org.vidimus.policy.spf;
    exports org.vidimus.policy.dkim;
    exports org.vidimus.policy.arc;
    exports org.vidimus.policy.dmarc;
    exports org.vidimus.policy.phishing;
    exports org.vidimus.policy.sieve;
    exports org.vidimus.policy.sieve.syntax;
    exports org.vidimus.policy.sieve.run;
    exports org.vidimus.policy.sieve.compile;
    exports org.vidimus.policy.sieve.words;
    exports org.vidimus.policy.sieve.delivery;
    exports org.vidimus.policy.sieve.suite;
    exports org.vidimus.policy.pipeline;
}
