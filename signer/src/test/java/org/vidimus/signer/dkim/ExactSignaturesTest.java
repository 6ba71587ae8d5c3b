package org.vidimus.signer.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.dkim.TagValues;
import org.vidimus.policy.dkim.Verifying;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.signer.key.SigningException;

/// The signatures that the RFCs print and that other projects have in their tests, made again: RSA by PKCS#1 v1.5
/// and Ed25519 always give the same octets for the same input. What we would write otherwise stands in
/// docs/dkim-differences.md.
class ExactSignaturesTest {
    private static final Path RFC = Suites.folder("rfc-dkim-examples");
    private static final Path LIBOPENDKIM = Suites.folder("derived-dkim-libopendkim");
    private static final Path GO_MSGAUTH = Suites.folder("derived-dkim-go-msgauth");

    /// libopendkim's way of writing a signature.
    private static final TagOrder LIBOPENDKIM_ORDER =
            new TagOrder(List.of("v", "a", "c", "d", "s", "t", "x", "i", "bh", "h", "b"));

    private static final Layout LIBOPENDKIM_LAYOUT = new Layout(75, "\t", "\t ");

    /// All is the same but a fold: it lets the first line have one column more, and t-test120 has no folds at all.
    private static final String FOLDS = "folds";

    /// The cases whose field we do not write, for what is in it; the signature over it is the same.
    private static final Map<String, String> NOT_WRITTEN = new TreeMap<>(Map.ofEntries(
            Map.entry("t-test08", "l="),
            Map.entry("t-test09", "l="),
            Map.entry("t-test10", "l="),
            Map.entry("t-test11", "l="),
            Map.entry("t-test24", "l="),
            Map.entry("t-test25", "l="),
            Map.entry("t-test26", "l="),
            Map.entry("t-test27", "l="),
            Map.entry("t-test52", "z="),
            Map.entry("t-test141", "z="),
            Map.entry("t-test147", "r="),
            Map.entry("t-test140", "foo="),
            Map.entry("t-test120", FOLDS),
            Map.entry("t-test131", FOLDS),
            Map.entry("t-test131-2", FOLDS),
            Map.entry("t-test131-3", FOLDS),
            Map.entry("t-test16", FOLDS),
            Map.entry("t-test83", FOLDS),
            Map.entry("t-test85", FOLDS)));

    /// The cases that libopendkim does not sign.
    private static final List<String> NOT_SIGNED =
            List.of("t-test144", "t-test146", "t-test148", "t-test150", "t-test154", "t-test86");

    @Test
    @Spec({"RFC 6376 Appendix A.2", "RFC 6376 §3.7"})
    void rfc6376() throws IOException, SigningException {
        TestKey key = TestKey.rsa(text(RFC.resolve("rfc6376-brisbane-private.pem")), SignatureAlgorithm.RSA_SHA256);
        assertReproduced(key, Sample.of(Verifying.crlf(RFC.resolve("rfc6376-A.2-signed.eml"))), 0);
    }

    @Test
    @Spec({"RFC 8463 Appendix A.3", "RFC 8463 §3"})
    void rfc8463() throws IOException, SigningException {
        Sample message = Sample.of(Verifying.crlf(RFC.resolve("rfc8463-A.3-signed.eml")));
        TestKey rsa = TestKey.rsa(text(RFC.resolve("rfc8463-test-rsa-private.pem")), SignatureAlgorithm.RSA_SHA256);
        assertReproduced(ed25519(RFC.resolve("rfc8463-brisbane-ed25519-seed.b64")), message, 0);
        assertReproduced(rsa, message, 1);
    }

    @Test
    @Spec({"RFC 6376 §3.7", "RFC 8463 §3"})
    void goMsgauth() throws IOException, SigningException {
        Json cases = Json.read(text(GO_MSGAUTH.resolve("cases.json")));
        TestKey rsa = TestKey.rsa(cases.get("privateKeyPem").text(), SignatureAlgorithm.RSA_SHA256);
        assertReproduced(rsa, Sample.of(Verifying.crlf(GO_MSGAUTH.resolve("signedMailString.eml"))), 0);
        TestKey ed25519 = TestKey.ed25519(cases.get("ed25519SeedBase64").text(), Bytes.EMPTY);
        assertReproduced(ed25519, Sample.of(Verifying.crlf(GO_MSGAUTH.resolve("signedEd25519MailString.eml"))), 0);
    }

    /// Every signature of the suite over the field as it stands there, and the field itself where it holds nothing
    /// that we never write.
    @Test
    @Spec({"RFC 6376 §3.4", "RFC 6376 §3.7", "RFC 6376 §5.4.2", "DKS-3", "DKS-12"})
    void libopendkim() throws IOException, SigningException {
        Json suite = Json.read(text(LIBOPENDKIM.resolve("sign.json")));
        Map<String, String> notWritten = new TreeMap<>();
        List<String> notSigned = new ArrayList<>();
        int exact = 0;
        for (Json test : suite.get("cases").elements()) {
            String id = test.get("id").text();
            String expected = test.get("expectSignature").text();
            if (expected.equals("null")) {
                notSigned.add(id);
                continue;
            }
            TestKey key = TestKey.rsa(
                    suite.get("keys").get(test.get("privateKey").text()).text(),
                    SignatureAlgorithm.named(Bytes.utf8(test.get("algorithm").text()))
                            .orElseThrow());
            Path file = LIBOPENDKIM.resolve(test.get("message").text());
            Sample message = Sample.of(has(test, "flags", "FIXCRLF") ? mended(file) : Files.readAllBytes(file));
            HeaderField field = HeaderField.of("DKIM-Signature", " " + expected);
            assertReproduced(key, message, field);
            String written = write(key, message, test, tags(field)).value().utf8();
            String theirs = " " + expected.replace("\r\n", "\n");
            if (written.equals(theirs)) {
                exact++;
            } else if (unfolded(written).equals(unfolded(theirs))) {
                notWritten.put(id, FOLDS);
            } else {
                notWritten.put(id, NOT_WRITTEN.getOrDefault(id, written));
            }
        }
        assertEquals(NOT_WRITTEN, notWritten);
        assertEquals(NOT_SIGNED, notSigned);
        assertEquals(26, exact);
    }

    private static String unfolded(String value) {
        return value.replaceAll("\\s", "");
    }

    /// The field that we write, in libopendkim's order and layout, over the fields that it signed.
    private static HeaderField write(TestKey key, Sample message, Json test, TagList tags) throws SigningException {
        Canonicalization header = canonicalization(test, "headerCanon");
        SignatureProfile profile = new SignatureProfile(
                new Canonicalization.Pair(header, canonicalization(test, "bodyCanon")),
                HeaderSelection.DEFAULT,
                true,
                tags.tag("x")
                        .map(x -> Duration.ofSeconds(
                                number(x) - number(tags.tag("t").orElseThrow()))),
                LIBOPENDKIM_ORDER);
        BodyHashes bodies = new BodyHashes();
        String identity = test.get("identity").text();
        DkimSigner signer = DkimSigner.beginLegacy(
                key.of(test.get("selector").text(), test.get("domain").text()),
                profile,
                identity.equals("null")
                        ? Optional.empty()
                        : Optional.of(new DkimSignature.Identity(Bytes.EMPTY, DomainName.of(identity.substring(1)))),
                bodies);
        message.hash(bodies);
        SigningInput.Selected covered = new SigningInput(message.header(), HeaderForm.FILE).select(names(tags), header);
        Instant now = Instant.ofEpochSecond(Long.parseLong(test.get("time").text()));
        return signer.finish(covered, LIBOPENDKIM_LAYOUT, now);
    }

    private static Canonicalization canonicalization(Json test, String which) {
        return Canonicalization.named(Bytes.utf8(test.get(which).text())).orElseThrow();
    }

    /// The signature at `place` of a signed message, made again from all that is below it.
    private static void assertReproduced(TestKey key, Sample message, int place) throws SigningException {
        List<HeaderField> fields = message.header().entries().stream()
                .map(HeaderBlock.Entry::field)
                .toList();
        HeaderField field = fields.get(place);
        List<HeaderField> below = fields.stream()
                .filter(Predicate.not(f -> f.isNamed(Bytes.utf8("DKIM-Signature"))))
                .toList();
        assertReproduced(key, message.with(HeaderBlock.of(below), message.form()), field);
    }

    private static void assertReproduced(TestKey key, Sample message, HeaderField field) throws SigningException {
        TagList tags = tags(field);
        Canonicalization.Pair canonicalization =
                Canonicalization.Pair.parse(tags.tag("c").orElseThrow().value()).orElseThrow();
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle body = bodies.want(
                canonicalization.body(),
                key.algorithm().hash(),
                tags.tag("l")
                        .map(ExactSignaturesTest::number)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()));
        message.hash(bodies);
        assertEquals(base64(tags, "bh"), body.digest(), field::toString);
        SigningInput.Selected covered =
                new SigningInput(message.header(), message.form()).select(names(tags), canonicalization.header());
        HeaderField empty =
                new HeaderField(field.name(), tags.without(tags.tag("b").orElseThrow()));
        assertEquals(base64(tags, "b"), key.sign(covered.with(empty)), field::toString);
    }

    private static List<String> names(TagList tags) {
        return Arrays.stream(tags.tag("h").orElseThrow().value().latin1().split("\\s*:\\s*"))
                .toList();
    }

    private static TagList tags(HeaderField field) {
        return switch (TagList.parse(field.value(), TagList.Charset.ASCII)) {
            case Parsed.Ok<TagList>(TagList tags) -> tags;
            case Parsed.Malformed<TagList>(int _, String why) -> throw new AssertionError(why);
        };
    }

    private static Bytes base64(TagList tags, String name) {
        return switch (TagValues.base64(tags.tag(name).orElseThrow())) {
            case Parsed.Ok<Bytes>(Bytes octets) -> octets;
            case Parsed.Malformed<Bytes>(int _, String why) -> throw new AssertionError(why);
        };
    }

    private static long number(TagList.Tag tag) {
        return Long.parseLong(tag.value().latin1());
    }

    private static boolean has(Json test, String list, String word) {
        return ((Json.Members) test).members().containsKey(list)
                && test.get(list).elements().stream()
                        .anyMatch(each -> each.text().equals(word));
    }

    private static TestKey ed25519(Path seed) throws IOException {
        return TestKey.ed25519(text(seed), Bytes.EMPTY);
    }

    /// Every CR and every LF as CRLF. That is libopendkim's option; we sign no such message.
    private static byte[] mended(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1)
                .replaceAll("\\r\\n|\\r|\\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
