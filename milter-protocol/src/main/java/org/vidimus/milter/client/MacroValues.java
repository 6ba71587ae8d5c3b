package org.vidimus.milter.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Macro;

/// The macros of a session and their values. Which of them are sent when is for [MtaProfile] and the filter to
/// say.
///
/// What a value can be worked out from is filled in by the session: `_`, `{client_addr}`, `{client_name}`,
/// `{client_port}`, `{client_ptr}`, `{mail_*}`, `{rcpt_*}`, `{msg_id}` and, from its queue id, `i`. What is
/// [set][#set] by hand stands before it.
///
/// Confined to the session's thread.
public final class MacroValues {
    private final MtaProfile profile;
    private final Map<String, Bytes> given = new HashMap<>();
    private final Map<String, Bytes> derived = new HashMap<>();
    private final Set<String> withheld = new HashSet<>();

    MacroValues(MtaProfile profile, String host) {
        this.profile = profile;
        derive("j", host);
        switch (profile) {
            case POSTFIX -> {
                derive("daemon_name", host);
                derive("daemon_addr", "127.0.0.1");
                derive("v", "Postfix 3.7.11");
            }
            case SENDMAIL -> {
                derive("daemon_name", "MTA-v4");
                derive("if_name", host);
                // Not in a default list: sent to the filter that asks for it.
                derive("v", "8.17.1.9");
            }
        }
    }

    /// Gives a macro a value for the rest of the session.
    ///
    /// @param name with or without braces
    /// @param value may be empty, and is then sent so
    public MacroValues set(String name, String value) {
        given.put(Macro.plainName(name), Bytes.utf8(value));
        return this;
    }

    /// Takes back what [#set] gave.
    public MacroValues unset(String name) {
        given.remove(Macro.plainName(name));
        return this;
    }

    /// Makes a macro unknown, also where the session could work it out, until it is set.
    public MacroValues withhold(String name) {
        String plain = Macro.plainName(name);
        given.remove(plain);
        withheld.add(plain);
        return this;
    }

    /// The macros of `names` that have a value, in the same order.
    List<Macro> of(List<String> names) {
        List<Macro> macros = new ArrayList<>(names.size());
        for (String name : names) {
            String plain = Macro.plainName(name);
            Optional.ofNullable(given.get(plain))
                    .or(() -> Optional.ofNullable(withheld.contains(plain) ? null : derived.get(plain)))
                    .ifPresent(value -> macros.add(new Macro(Bytes.latin1(name), value)));
        }
        return macros;
    }

    void connected(Command.Connect connect) {
        String host = connect.host().latin1();
        String address = connect.address().latin1();
        derive("_", connect.family() == Family.UNKNOWN || host.startsWith("[") ? host : host + " [" + address + "]");
        derive("client_addr", address);
        derive("client_name", host);
        derive("client_ptr", host);
        derive("client_port", String.valueOf(connect.port()));
    }

    void sender(Bytes address) {
        Bytes plain = Addresses.plain(address);
        boolean sendmailNull = profile == MtaProfile.SENDMAIL && plain.isEmpty();
        derived.put("mail_addr", plain);
        derived.put("mail_host", host(plain));
        derive("mail_mailer", profile == MtaProfile.POSTFIX ? "smtp" : sendmailNull ? "local" : "esmtp");
    }

    void recipient(Bytes address) {
        Bytes plain = Addresses.plain(address);
        derived.put("rcpt_addr", plain);
        derived.put("rcpt_host", host(plain));
        derive("rcpt_mailer", profile == MtaProfile.POSTFIX ? "smtp" : "esmtp");
    }

    /// As both MTAs tell a filter of a recipient they refused.
    void refusedRecipient(String enhancedCode, String text) {
        derive("rcpt_mailer", "error");
        derive("rcpt_host", enhancedCode);
        derive("rcpt_addr", text);
    }

    void messageId(Bytes headerValue) {
        derive("msg_id", headerValue.latin1().strip());
    }

    void queueId(Optional<Bytes> id) {
        id.ifPresentOrElse(value -> derived.put("i", value), () -> derived.remove("i"));
    }

    private Bytes host(Bytes address) {
        String text = address.latin1();
        String domain = text.substring(text.lastIndexOf('@') + 1);
        // Sendmail gives host names with their final dot.
        return Bytes.latin1(profile == MtaProfile.SENDMAIL && !domain.isEmpty() ? domain + "." : domain);
    }

    private void derive(String name, String value) {
        derived.put(name, Bytes.latin1(value));
    }
}
