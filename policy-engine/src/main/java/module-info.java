/// Mail and its rules: message, DNS, Authentication-Results, SPF, DKIM, ARC, DMARC, Sieve, the pipeline. It
/// knows no socket of an MTA and no private key.
@org.jspecify.annotations.NullMarked
module org.vidimus.policy {
    requires static org.jspecify;

    exports org.vidimus.policy.message;
    exports org.vidimus.policy.authres;
    exports org.vidimus.policy.pipeline;
}
