package org.vidimus.policy.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;

/// A hash of DKIM.
public enum HashAlgorithm {
    /// SHA-256.
    SHA256("sha256", "SHA-256", 32),
    /// SHA-1, with which nothing verifies any more ([RFC 8301
    /// §3.1](https://www.rfc-editor.org/rfc/rfc8301#section-3.1)).
    SHA1("sha1", "SHA-1", 20);

    private final String word;
    private final String name;
    private final int bytes;

    HashAlgorithm(String word, String name, int bytes) {
        this.word = word;
        this.name = name;
        this.bytes = bytes;
    }

    /// The length of a hash in octets.
    public int bytes() {
        return bytes;
    }

    /// The word in a= and in a key's h=.
    public String word() {
        return word;
    }

    /// A new digest. It is the JDK's own, which is as fast as any.
    public MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(name, "SUN");
        } catch (NoSuchAlgorithmException | NoSuchProviderException impossible) {
            throw new IllegalStateException(impossible); // every JDK has them
        }
    }
}
