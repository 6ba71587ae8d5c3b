package org.vidimus.signer.key;

import java.util.ArrayList;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;

/// A key in a device, which may go and come back: what fails is tried once more with the device opened anew.
/// After a refused PIN nothing is tried again until the configuration is loaded anew, since devices lock
/// themselves after a few.
///
/// Thread-safe.
final class TokenKey implements SigningKey {
    private final TokenUri uri;
    private final KeyRules rules;
    private final Bytes publicKey;
    private final int bits;
    private RsaKey open;
    private boolean locked;

    private TokenKey(TokenUri uri, KeyRules rules, RsaKey open) {
        this.uri = uri;
        this.rules = rules;
        this.publicKey = open.publicKey();
        this.bits = open.bits();
        this.open = open;
    }

    static TokenKey of(TokenUri uri, KeyRules rules) throws KeyRefusedException {
        return new TokenKey(uri, rules, open(uri, rules));
    }

    private static RsaKey open(TokenUri uri, KeyRules rules) throws KeyRefusedException {
        return Token.open(uri, new Passphrases(uri.pin(), rules, new ArrayList<>()).secret());
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.RSA_SHA256;
    }

    @Override
    public int bits() {
        return bits;
    }

    @Override
    public Bytes publicKey() {
        return publicKey;
    }

    @Override
    public boolean mayWait() {
        return true;
    }

    @Override
    public Bytes sign(Bytes input) throws SigningException {
        RsaKey first = current();
        try {
            return first.sign(input);
        } catch (SigningException failed) {
            return again(first, failed).sign(input);
        }
    }

    private synchronized RsaKey current() {
        return open;
    }

    /// The key opened anew, unless somebody else has done that since.
    private synchronized RsaKey again(RsaKey failed, SigningException why) throws SigningException {
        if (open != failed) {
            return open;
        }
        if (locked) {
            throw new SigningException(uri.text() + ": the device refused the PIN; it is not tried again", why);
        }
        try {
            RsaKey anew = open(uri, rules);
            if (!anew.publicKey().equals(publicKey)) {
                throw new KeyRefusedException(KeyFault.DEVICE, "the device holds another key under this label now");
            }
            open = anew;
            return anew;
        } catch (KeyRefusedException refused) {
            locked = refused.fault() == KeyFault.PASSPHRASE;
            throw new SigningException(uri.text() + ": " + refused.getMessage(), why);
        }
    }

    @Override
    public String toString() {
        return "RSA key of " + bits + " bits in a device";
    }
}
