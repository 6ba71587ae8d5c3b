package org.vidimus.policy.sieve.run;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.base.AddressText;

/// An item of the `environment` test ([RFC 5183 §4.1](https://www.rfc-editor.org/rfc/rfc5183#section-4.1), and our
/// own by §4.2).
public enum EnvironmentItem {
    /// The domain for which mail is handled.
    DOMAIN("domain"),
    /// The name of the host on which the script runs.
    HOST("host"),
    /// `MTA` in an SMTP transaction, `MDA` at delivery.
    LOCATION("location"),
    /// The name of this program.
    NAME("name"),
    /// `pre` in an SMTP transaction, `during` at delivery.
    PHASE("phase"),
    /// The name of the client, confirmed by its address; empty if there is none.
    REMOTE_HOST("remote-host"),
    /// The address of the client.
    REMOTE_IP("remote-ip"),
    /// The version of this program.
    VERSION("version"),
    /// What the client said in HELO or EHLO.
    HELO("vnd.vidimus.helo"),
    /// The name under which the client logged in; empty if it did not.
    AUTH_USER("vnd.vidimus.auth-user"),
    /// The listener of ours that the MTA called, as the configuration writes it.
    LISTENER("vnd.vidimus.listener"),
    /// The service of the MTA through which the mail came, macro `{daemon_name}`; empty if it does not say.
    DAEMON_NAME("vnd.vidimus.daemon-name"),
    /// The version of TLS between client and MTA; empty without TLS.
    TLS("vnd.vidimus.tls"),
    /// Why the mail was not verified: it is from inside; empty for mail from outside.
    INSIDE("vnd.vidimus.inside"),
    /// What becomes of the mail without the script: `accept`, `quarantine`, `discard`, `tempfail` or `reject`.
    PROPOSED("vnd.vidimus.proposed"),
    /// The rule of the configuration that decided so; empty if none did.
    OVERRIDE("vnd.vidimus.override");

    /// What [#NAME] is.
    public static final String PRODUCT = "vidimus";

    private final String word;

    EnvironmentItem(String word) {
        this.word = word;
    }

    /// Its name in scripts, in lower case.
    public String word() {
        return word;
    }

    /// The item that a script calls `name`, in lower case.
    public static Optional<EnvironmentItem> named(String name) {
        return Stream.of(values()).filter(item -> item.word.equals(name)).findFirst();
    }

    /// The address of a client as [#REMOTE_IP] has it: an address literal without brackets ([RFC 5321
    /// §4.1.3](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.3)), `192.0.2.1` or `IPv6:2001:db8::1`.
    public static String literal(InetAddress client) {
        return (client instanceof Inet6Address ? "IPv6:" : "") + AddressText.of(client);
    }

    /// These items as [SieveMessage] takes them.
    ///
    /// @param items those that are known, with what is known to be nothing as the empty string
    public static Map<String, String> environment(Map<EnvironmentItem, String> items) {
        Map<EnvironmentItem, String> all = new EnumMap<>(EnvironmentItem.class);
        all.put(NAME, PRODUCT);
        all.putAll(items);
        Map<String, String> words = new HashMap<>();
        all.forEach((item, value) -> words.put(item.word, value));
        return words;
    }
}
