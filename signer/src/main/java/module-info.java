/// DKIM signing and ARC sealing; the only module that touches a private key.
@org.jspecify.annotations.NullMarked
module org.vidimus.signer {
    requires static org.jspecify;
    requires org.vidimus.policy;
}
