package org.vidimus.policy.sieve.run;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    /// The service of the MTA through which the mail came, macro `{daemon_name}`.
    DAEMON("vnd.vidimus.daemon"),
    /// The version of TLS between client and MTA; empty without.
    TLS_VERSION("vnd.vidimus.tls-version"),
    /// The cipher of TLS between client and MTA; empty without.
    TLS_CIPHER("vnd.vidimus.tls-cipher"),
    /// The queue id of the MTA.
    QUEUE_ID("vnd.vidimus.queue-id"),
    /// Why the message was not verified, such as `authenticated`; empty if it was.
    INSIDE("vnd.vidimus.inside"),
    /// What becomes of the message without the script: `accept`, `quarantine`, `reject` or `tempfail`.
    PROPOSED("vnd.vidimus.proposed"),
    /// The name of the override that was for the message; empty without.
    OVERRIDE("vnd.vidimus.override");

    /// What [#NAME] is.
    public static final String PRODUCT = "Vidimus";

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
