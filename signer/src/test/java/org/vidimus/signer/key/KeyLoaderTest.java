package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.signer.key.Keys.LOADER;
import static org.vidimus.signer.key.Keys.loaded;
import static org.vidimus.signer.key.Keys.refused;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;

/// Keys in every form that OpenSSL and other signers write.
class KeyLoaderTest {
    private static final String SECRET = "correct horse battery staple";

    @TempDir
    static Path folder;

    private static OpenSsl openssl = new OpenSsl(Path.of("."));
    private static Bytes rsaHalf = Bytes.EMPTY;
    private static Bytes edHalf = Bytes.EMPTY;

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        openssl = new OpenSsl(folder);
        openssl.write("pass", (SECRET + "\nsecond line\n").getBytes(StandardCharsets.UTF_8));
        openssl.write("wrong", "guess".getBytes(StandardCharsets.UTF_8));
        openssl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem");
        openssl.run("rsa -in rsa.pem -traditional -out rsa1.pem");
        openssl.run("rsa -in rsa.pem -traditional -outform DER -out rsa1.der");
        openssl.run("pkcs8 -topk8 -nocrypt -in rsa.pem -outform DER -out rsa.der");
        openssl.run("pkcs8 -topk8 -in rsa.pem -v2 aes-256-cbc -passout file:pass -out rsa-aes.pem");
        openssl.run("pkcs8 -topk8 -in rsa.pem -v2 aes-256-cbc -passout file:pass -outform DER -out rsa-aes.der");
        openssl.run("pkcs8 -topk8 -in rsa.pem -v2 des3 -v2prf hmacWithSHA1 -passout file:pass -out rsa-des3.pem");
        openssl.run("pkcs8 -topk8 -in rsa.pem -scrypt -passout file:pass -out rsa-scrypt.pem");
        openssl.run("pkcs8 -topk8 -in rsa.pem -v1 PBE-SHA1-3DES -passout file:pass -out rsa-v1.pem");
        openssl.run("rsa -in rsa.pem -traditional -aes128 -passout file:pass -out rsa1-aes.pem");
        openssl.run("rsa -in rsa.pem -traditional -des3 -passout file:pass -out rsa1-des3.pem");
        openssl.run("rsa -in rsa.pem -pubout -outform DER -out rsa-half.der");
        openssl.run("rsa -in rsa.pem -pubout -out rsa-half.pem");
        openssl.run("rsa -in rsa.pem -RSAPublicKey_out -out rsa1-half.pem");
        openssl.run("req -x509 -new -key rsa.pem -subj /CN=example.com -out certificate.pem");
        openssl.run("req -x509 -new -key rsa.pem -subj /CN=example.com -outform DER -out certificate.der");
        openssl.run("genpkey -algorithm ED25519 -out ed.pem");
        openssl.run("pkey -in ed.pem -outform DER -out ed.der");
        openssl.run("pkey -in ed.pem -pubout -outform DER -out ed-half.der");
        openssl.run("pkcs8 -topk8 -in ed.pem -passout file:pass -out ed-aes.pem");
        openssl.run("ecparam -name prime256v1 -genkey -out ec.pem");
        openssl.run("pkcs8 -topk8 -nocrypt -in ec.pem -out ec8.pem");
        openssl.run("genpkey -algorithm ED448 -out ed448.pem");
        openssl.run("genrsa -out rsa1024.pem 1024");
        openssl.run("genrsa -out rsa768.pem 768");
        openssl.run("genrsa -3 -out rsa-e3.pem 2048");
        rsaHalf = Bytes.of(Files.readAllBytes(folder.resolve("rsa-half.der")));
        edHalf = Bytes.of(Files.readAllBytes(folder.resolve("ed-half.der"))).slice(12);
        openssl.write("seed", Base64.getEncoder().encode(seed()));
        openssl.write("seed-and-half", (both(edHalf) + "\n").getBytes(StandardCharsets.US_ASCII));
        openssl.write("seed-and-other", both(rsaHalf.slice(0, 32)).getBytes(StandardCharsets.US_ASCII));
        for (String name : List.of("rsa.der", "rsa1.der", "ed.der")) {
            byte[] der = Files.readAllBytes(folder.resolve(name));
            openssl.write(name + ".base64", Base64.getMimeEncoder().encode(der));
        }
        String chain = Files.readString(folder.resolve("certificate.pem")) + "\nkey:\n"
                + Files.readString(folder.resolve("rsa.pem")).replace("\n", "\r\n");
        openssl.write("chain.pem", chain.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] seed() throws IOException {
        byte[] der = Files.readAllBytes(folder.resolve("ed.der"));
        return Arrays.copyOfRange(der, der.length - 32, der.length);
    }

    private static String both(Bytes half) throws IOException {
        byte[] both = Arrays.copyOf(seed(), 64);
        half.copyTo(both, 32);
        return Base64.getEncoder().encodeToString(both);
    }

    private static KeyResult load(String name, String passphrase) throws IOException {
        KeyPassphrase source =
                passphrase.isEmpty() ? new KeyPassphrase.None() : new KeyPassphrase.InFile(folder.resolve(passphrase));
        return LOADER.load(new KeyReference.InFile(openssl.file(name), source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rsa.pem", "rsa1.pem", "rsa.der", "rsa1.der", "rsa.der.base64", "rsa1.der.base64", "chain.pem"})
    @Spec("DKS-7")
    void rsaIsReadInEveryForm(String name) throws IOException, SigningException {
        KeyResult.Loaded loaded = loaded(load(name, ""));

        assertEquals(rsaHalf, loaded.key().publicKey());
        assertEquals(SignatureAlgorithm.RSA_SHA256, loaded.key().algorithm());
        assertEquals(2048, loaded.key().bits());
        assertEquals(List.of(), loaded.cautions());
        assertEquals(256, loaded.key().sign(Bytes.utf8("x")).length());
        assertEquals("RSA key of 2048 bits", loaded.key().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed.pem", "ed.der", "ed.der.base64", "seed", "seed-and-half"})
    @Spec({"DKS-7", "RFC 8410 §7"})
    void ed25519IsReadInEveryForm(String name) throws IOException, SigningException {
        KeyResult.Loaded loaded = loaded(load(name, ""));

        assertEquals(edHalf, loaded.key().publicKey());
        assertEquals(SignatureAlgorithm.ED25519_SHA256, loaded.key().algorithm());
        assertEquals(256, loaded.key().bits());
        assertEquals(64, loaded.key().sign(Bytes.utf8("x")).length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa-aes.pem",
                "rsa-aes.der",
                "rsa-des3.pem",
                "rsa-scrypt.pem",
                "rsa-v1.pem",
                "rsa1-aes.pem",
                "rsa1-des3.pem",
                "ed-aes.pem"
            })
    void encryptedKeysAreReadWithTheirPassphrase(String name) throws IOException {
        Bytes half = loaded(load(name, "pass")).key().publicKey();
        assertEquals(name.startsWith("ed") ? edHalf : rsaHalf, half);

        KeyResult.Refused wrong = refused(load(name, "wrong"));
        assertEquals(KeyFault.PASSPHRASE, wrong.fault());
        assertEquals(folder.resolve(name) + ": the passphrase does not open it", wrong.why());

        KeyResult.Refused none = refused(load(name, ""));
        assertEquals(KeyFault.ENCRYPTED, none.fault());
        assertEquals(folder.resolve(name) + ": encrypted, and no passphrase is configured for it", none.why());
    }

    @Test
    void aPassphraseMayBeACredentialOfTheServiceManager() throws IOException {
        KeyReference reference =
                new KeyReference.InFile(openssl.file("rsa-aes.pem"), new KeyPassphrase.Credential("pass"));
        KeyRules rules = new KeyRules(1024, KeySafety.REQUIRED, Optional.of(folder));

        assertEquals(
                rsaHalf,
                loaded(new KeyLoader(Keys.BACKEND, rules).load(reference)).key().publicKey());
        assertEquals(
                folder.resolve("rsa-aes.pem") + ": its passphrase is the credential pass, and there is no"
                        + " $CREDENTIALS_DIRECTORY: the service manager sets it",
                refused(LOADER.load(reference)).why());
        assertFalse(KeyPassphrase.Credential.isName("../pass"));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-half.pem, NOT_PRIVATE, this is a public key; the private key is needed",
        "rsa-half.der, NOT_PRIVATE, this is a public key; the private key is needed",
        "rsa1-half.pem, NOT_PRIVATE, this is the public half of a key of RSA; the private key is needed",
        "certificate.pem, NOT_PRIVATE, this is a certificate; the private key is needed",
        "certificate.der, NOT_PRIVATE, this is a certificate; the private key is needed",
        "ec.pem, UNSUPPORTED, this is a key of an elliptic curve; DKIM has RSA and Ed25519 only",
        "ec8.pem, UNSUPPORTED, this is a key of an elliptic curve; DKIM has RSA and Ed25519 only",
        "ed448.pem, UNSUPPORTED, this is a key of the algorithm 1.3.101.113; DKIM has RSA and Ed25519 only",
        "rsa768.pem, WEAK, RSA of 768 bits; at least 1024 are asked for",
        "seed-and-other, DAMAGED, damaged: its public half belongs to another key",
        "nothing, MISSING, there is no such file",
        "pass, NOT_A_KEY, 'no private key in PEM, DER or base64'",
    })
    @Spec({"DKS-7", "RFC 8301 §3.2"})
    void whatIsNoUsableKeyIsNamed(String name, KeyFault fault, String why) {
        KeyResult.Refused refused = refused(LOADER.load(new KeyReference.InFile(own(name))));

        assertEquals(fault, refused.fault());
        assertEquals(folder.resolve(name) + ": " + why, refused.why());
    }

    private static Path own(String name) {
        try {
            return openssl.file(name);
        } catch (IOException _) {
            return folder.resolve(name); // the file that is missing
        }
    }

    @Test
    void aFolderAPipeAndAHugeFileAreNotRead() throws IOException, InterruptedException {
        Process pipe = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        assertEquals(0, pipe.waitFor());
        openssl.write("huge", new byte[KeyLoader.MAX_BYTES + 1]);
        openssl.write("empty", new byte[0]);

        assertEquals(KeyFault.UNREADABLE, fault(folder));
        assertEquals(KeyFault.UNREADABLE, fault(folder.resolve("pipe")));
        assertEquals(KeyFault.TOO_LONG, fault(folder.resolve("huge")));
        assertEquals(KeyFault.NOT_A_KEY, fault(folder.resolve("empty")));
    }

    private static KeyFault fault(Path file) {
        return refused(LOADER.load(new KeyReference.InFile(file))).fault();
    }

    @Test
    @Spec("RFC 8301 §3.2")
    void shortRsaIsTakenWithACautionUnlessMoreIsAskedFor() throws IOException {
        KeyReference reference = new KeyReference.InFile(openssl.file("rsa1024.pem"));

        assertEquals(
                List.of(reference.name()
                        + ": RSA of 1024 bits; RFC 8301 asks for 2048 or more, and some receivers ignore less"),
                loaded(LOADER.load(reference)).cautions());
        KeyRules more = new KeyRules(2048, KeySafety.REQUIRED, Optional.empty());
        assertEquals(
                KeyFault.WEAK,
                refused(new KeyLoader(Keys.BACKEND, more).load(reference)).fault());
    }

    @Test
    void anExponentOfThreeIsTaken() throws IOException {
        loaded(load("rsa-e3.pem", ""));
    }

    @Test
    void keysInsideTablesAreReadToo() throws IOException {
        for (String name : List.of("rsa.pem", "rsa.der.base64", "rsa1.der.base64")) {
            Bytes text = Bytes.of(Files.readAllBytes(folder.resolve(name)));
            KeyReference inline = new KeyReference.Inline("KeyTable line 7", text);
            assertEquals(rsaHalf, loaded(LOADER.load(inline)).key().publicKey());
            assertEquals("Inline[KeyTable line 7]", inline.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    @Spec("RFC 8017 §3.2")
    void everyPartOfAKeyIsProved(int part) throws IOException {
        ASN1Sequence parts = ASN1Sequence.getInstance(Files.readAllBytes(folder.resolve("rsa1.der")));
        ASN1Encodable[] damaged = parts.toArray();
        // The version stands before n, e, d, p, q, dP, dQ and qInv.
        damaged[part] = new ASN1Integer(
                ASN1Integer.getInstance(damaged[part]).getValue().add(BigInteger.TWO));
        Path file = openssl.write("damaged.der", new DERSequence(damaged).getEncoded());

        KeyResult.Refused refused = refused(LOADER.load(new KeyReference.InFile(file)));
        assertEquals(file + ": damaged: its parts do not fit each other", refused.why());
    }

    @Test
    void noDamageThrowsOrQuotesTheKey() throws IOException {
        List<String> seeds = List.of(
                Files.readString(folder.resolve("ed.pem")),
                Files.readString(folder.resolve("seed")),
                Files.readString(folder.resolve("ed-aes.pem")),
                """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00

                MAA=
                -----END RSA PRIVATE KEY-----
                """);
        String quoted = Files.readString(folder.resolve("seed")).substring(8, 24);
        KeyPassphrase passphrase = new KeyPassphrase.InFile(folder.resolve("pass"));
        Fuzzing.run(400, seeds, List.of("-----BEGIN ", "MAA=", "\n", "DEK-Info: ", "0\u0003\u0002\u0001"), octets -> {
            try {
                Path file = openssl.write("fuzz", octets);
                if (LOADER.load(new KeyReference.InFile(file, passphrase)) instanceof KeyResult.Refused refused) {
                    assertFalse(refused.why().contains(quoted), refused.why());
                    assertTrue(refused.why().startsWith(file + ": "), refused.why());
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
