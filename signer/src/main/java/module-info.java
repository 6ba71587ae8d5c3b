/// DKIM signing and ARC sealing; the only module that touches a private key.
@org.jspecify.annotations.NullMarked
module org.vidimus.signer {
    requires org.dnsjava;
    requires static org.jspecify;
    requires transitive org.vidimus.policy;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports org.vidimus.signer.key;
    exports org.vidimus.signer.dkim;
    exports org.vidimus.signer.arc;
    exports org.vidimus.signer.lifecycle;
    exports org.vidimus.signer.rules;
    exports org.vidimus.signer.opendkim;
    exports org.vidimus.signer.outbound;
}
