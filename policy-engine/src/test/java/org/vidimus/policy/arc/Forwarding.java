package org.vidimus.policy.arc;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.FieldIndex;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dkim.HeaderInput;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;

/// A message on its way through forwarders that seal it, for tests. Each sealer signs with the same key,
/// published at `s._domainkey` of its domain. Confined to one thread.
final class Forwarding {
    private static final KeyPair KEY = key();

    private final List<String> fields = new ArrayList<>();
    private String body;
    private int instance;

    /// What a sealer writes besides the usual.
    ///
    /// @param validation cv=
    /// @param results what follows the instance in ARC-Authentication-Results
    /// @param messageTags more tags of ARC-Message-Signature
    record Hop(String domain, String validation, String results, String messageTags) {}

    Forwarding(String body, String... fields) {
        this.body = body;
        this.fields.addAll(List.of(fields));
    }

    /// Where the key record stands that every sealer's name leads to.
    static String zoneLine(String domain) {
        String key = Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded());
        return "s._domainkey." + domain + ". TXT \"v=DKIM1; p=" + key + "\"";
    }

    Forwarding seal(String domain) {
        return seal(new Hop(domain, instance == 0 ? "none" : "pass", "mx." + domain + "; none", ""));
    }

    Forwarding seal(Hop hop) {
        instance++;
        String results = "ARC-Authentication-Results: i=" + instance + "; " + hop.results();
        fields.addFirst(results);
        String message = "ARC-Message-Signature: i=" + instance + "; a=rsa-sha256; c=relaxed/relaxed; d=" + hop.domain()
                + "; s=s; h=From:Subject; bh=" + bodyHash() + ";" + hop.messageTags() + " b=";
        HeaderInput input = new HeaderInput(Canonicalization.RELAXED, HeaderForm.FILE);
        new FieldIndex(header())
                .select(List.of(Bytes.utf8("From"), Bytes.utf8("Subject")), Optional.empty())
                .forEach(field -> field.ifPresent(input::field));
        message += sign(input.last(field(message)).octets());
        fields.addFirst(message);
        String seal = "ARC-Seal: i=" + instance + "; a=rsa-sha256; d=" + hop.domain() + "; s=s; cv=" + hop.validation()
                + "; b=";
        fields.addFirst(seal + sign(sealInput(seal)));
        return this;
    }

    private Bytes sealInput(String seal) {
        HeaderInput input = new HeaderInput(Canonicalization.RELAXED, HeaderForm.FILE);
        // The sets stand on top, the newest first, and in each the seal, the signature and the results; the
        // seal that is being made is still missing. From the bottom up that is the order of the input.
        fields.subList(0, 3 * instance - 1).reversed().forEach(line -> input.field(field(line)));
        return input.last(field(seal)).octets();
    }

    /// Changes the message as mailing lists do.
    Forwarding append(String text) {
        body += text;
        return this;
    }

    Forwarding replace(String part, String other) {
        fields.replaceAll(field -> field.replace(part, other));
        return this;
    }

    Forwarding remove(String prefix) {
        fields.removeIf(field -> field.startsWith(prefix));
        return this;
    }

    Forwarding insert(String field) {
        fields.addFirst(field);
        return this;
    }

    String field(int index) {
        return fields.get(index);
    }

    String text() {
        return String.join("\r\n", fields) + "\r\n\r\n" + body;
    }

    private HeaderBlock header() {
        return switch (RawMessage.parse(Bytes.utf8(text()), Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage message) -> message.header();
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new AssertionError(why);
        };
    }

    private static HeaderField field(String line) {
        int colon = line.indexOf(':');
        return HeaderField.of(line.substring(0, colon), line.substring(colon + 1));
    }

    private String bodyHash() {
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle handle = bodies.want(Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.empty());
        byte[] octets = Bytes.utf8(body).toArray();
        bodies.update(octets, 0, octets.length);
        bodies.finish();
        return Base64.getEncoder().encodeToString(handle.digest().toArray());
    }

    private static String sign(Bytes input) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEY.getPrivate());
            signature.update(input.toArray());
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
