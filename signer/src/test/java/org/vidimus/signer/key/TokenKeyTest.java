package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Objects;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Parsed;

@Timeout(120)
class TokenKeyTest {
    /// Loads the key that each line names, or signs with the last; run as a program of its own.
    public static final class Program {
        private Program() {}

        /// Answers lines of standard input until it ends.
        ///
        /// @param arguments none
        public static void main(String[] arguments) throws IOException {
            KeyResult last = new KeyResult.Refused(KeyFault.MISSING, "");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("sign")) {
                    System.out.println(signed(Keys.loaded(last).key()));
                } else if (line.equals("logout")) {
                    System.out.println(loggedOut());
                } else {
                    last = assertInstanceOf(Parsed.Ok.class, TokenUri.parse(line))
                                            .value()
                                    instanceof TokenUri uri
                            ? Keys.LOADER.load(new KeyReference.OnToken(uri))
                            : last;
                    System.out.println(last);
                }
            }
        }

        private static String loggedOut() {
            try {
                Provider provider = Objects.requireNonNull(Security.getProvider("SunPKCS11"))
                        .configure("sun.cfg");
                ((AuthProvider) provider).logout();
                return "logged out";
            } catch (LoginException e) {
                return e.toString();
            }
        }

        private static String signed(SigningKey key) {
            try {
                return Keys.BACKEND.proves(key) ? "verifies" : "does not verify";
            } catch (SigningException e) {
                return "failed: " + e.getMessage();
            }
        }
    }

    @TempDir
    Path folder;

    @Test
    @Spec("SGN-11")
    void aKeySignsInItsDeviceAndIsOpenedAnewWhenThatFails() throws IOException, InterruptedException {
        SoftHsm device = SoftHsm.in(folder);
        device.make("s1", "-keyalg RSA -keysize 2048");
        device.make("ec", "-keyalg EC -groupname secp256r1");
        OpenSsl files = new OpenSsl(folder);
        files.write("pin", (SoftHsm.PIN + "\n").getBytes(StandardCharsets.US_ASCII));
        files.write("wrong", "8765".getBytes(StandardCharsets.US_ASCII));
        Process program = device.start(List.of(
                SoftHsm.java("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
            String uri = "pkcs11:slot-id=" + device.slot() + ";object=s1;type=private?module-path=" + SoftHsm.MODULE
                    + "&pin-source=" + folder.resolve("pin");
            // First, as a login is one for all of a process: once it stands, nobody asks for the PIN.
            assertRefused(
                    "PASSPHRASE",
                    "the device refuses the PIN",
                    SoftHsm.ask(program, answers, uri.replace(folder + "/pin", folder + "/wrong")));
            assertRefused(
                    "UNSUPPORTED",
                    "not a key of RSA; Java's provider for PKCS #11 has no Ed25519",
                    SoftHsm.ask(program, answers, uri.replace("=s1", "=ec")));
            assertRefused(
                    "DEVICE",
                    "the device has no certificate with this label; Java sees a key only beside one",
                    SoftHsm.ask(program, answers, uri.replace("=s1", "=s2")));
            assertRefused(
                    "DEVICE",
                    "the device cannot be had: ",
                    SoftHsm.ask(program, answers, uri.replace("libsofthsm2.so", "nothing.so")));
            assertRefused(
                    "PASSPHRASE",
                    "its passphrase: " + folder.resolve("none") + ": there is no such file",
                    SoftHsm.ask(program, answers, uri.replace(folder + "/pin", folder + "/none")));

            assertEquals(
                    "Loaded[key=RSA key of 2048 bits in a device, cautions=[]]", SoftHsm.ask(program, answers, uri));
            assertEquals("verifies", SoftHsm.ask(program, answers, "sign"));
            // Somebody else in this process ends the login, which is one for all.
            assertEquals("logged out", SoftHsm.ask(program, answers, "logout"));
            assertEquals("verifies", SoftHsm.ask(program, answers, "sign"));

            device.unplug();
            String failed = SoftHsm.ask(program, answers, "sign");
            assertTrue(failed.startsWith("failed: " + uri + ": the device cannot be had: "), failed);
            assertFalse(failed.contains(SoftHsm.PIN), failed);
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private static void assertRefused(String fault, String why, String answer) {
        assertTrue(
                answer.startsWith("Refused[fault=" + fault + ", why=pkcs11:") && answer.contains(": " + why), answer);
    }
}
