package org.vidimus.daemon.cli;

import java.net.InetAddress;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// The options that say how a message came: the same words mean the same wherever they are used.
final class MailOptions {
    private MailOptions() {}

    static OptionSpec ip(String description) {
        return Options.one("--ip", "ADDR", MailOptions::inetAddress, description)
                .build();
    }

    static OptionSpec helo(String description) {
        return Options.one("--helo", "NAME", (ITypeConverter<Bytes>) Bytes::utf8, description)
                .build();
    }

    static OptionSpec mailFrom(String description) {
        return Options.one("--mail-from", "ADDR", MailOptions::address, description)
                .build();
    }

    static OptionSpec recipients(String description) {
        return Options.many("--rcpt", "ADDR", MailOptions::address, description).build();
    }

    static OptionSpec json(String description) {
        return Options.flag("--json", description);
    }

    static DomainName domain(String text) {
        return switch (DomainName.parse(text)) {
            case Parsed.Ok<DomainName>(DomainName name) -> name;
            case Parsed.Malformed<DomainName>(int offset, String why) ->
                throw new TypeConversionException("\"" + text + "\", octet " + (offset + 1) + ": " + why);
        };
    }

    static InetAddress inetAddress(String text) {
        return AddressText.parse(text)
                .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is no IP address"));
    }

    /// An address as an SMTP client gives it, with angle brackets.
    static Bytes address(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new TypeConversionException("a control character in the address");
        }
        return Bytes.utf8(text.startsWith("<") && text.endsWith(">") ? text : "<" + text + ">");
    }
}
