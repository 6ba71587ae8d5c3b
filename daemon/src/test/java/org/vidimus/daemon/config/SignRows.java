package org.vidimus.daemon.config;

import java.util.List;
import java.util.function.Function;
import org.vidimus.signer.dkim.SignatureProfile;

/// The keys of `[sign]` outside of its rules and logins, and of `[metrics]`.
final class SignRows {
    private static final String RULE =
            "\nsign.rule = [{ from = \"a.example\", keys = [{ domain = \"a.example\", selector = \"s\", file = \"k\" }] }]";

    private SignRows() {}

    /// What a key decides about the signatures of a rule that says nothing of it.
    private static Function<Settings, Object> profile(Function<SignatureProfile, Object> setting) {
        return settings -> settings.sign().rules().isEmpty()
                ? setting.apply(SignatureProfile.DEFAULT)
                : setting.apply(settings.sign().rules().getFirst().profile());
    }

    static List<KeyRow> all() {
        return List.of(
                new KeyRow(
                        "sign.canonicalization",
                        profile(SignatureProfile::canonicalization),
                        "relaxed/relaxed",
                        "\"relaxed/simple\"" + RULE,
                        "relaxed/simple",
                        "\"relaxed\"",
                        "\"relaxed\" is unknown"),
                new KeyRow(
                        "sign.headers",
                        profile(profile -> profile.headers().signed().size()),
                        "29",
                        "[\"Subject\", \"date\"]\nsign.oversign = []" + RULE,
                        "3",
                        "[]",
                        "has 0 elements"),
                new KeyRow(
                        "sign.extra-headers",
                        profile(profile -> profile.headers().signed().contains("x-ticket")),
                        "false",
                        "[\"X-Ticket\"]" + RULE,
                        "true",
                        "true",
                        "is the boolean true"),
                new KeyRow(
                        "sign.oversign",
                        profile(profile -> profile.headers().oversigned().size()),
                        "9",
                        "[\"From\"]" + RULE,
                        "1",
                        "\"from\"",
                        "is the string \"from\""),
                new KeyRow(
                        "sign.expire",
                        profile(SignatureProfile::lifetime),
                        "Optional[PT168H]",
                        "\"none\"" + RULE,
                        "Optional.empty",
                        "\"59m\"",
                        "\"59m\" is out of range"),
                new KeyRow(
                        "sign.timestamp",
                        profile(SignatureProfile::timestamp),
                        "true",
                        "false\nsign.expire = \"none\"" + RULE,
                        "false",
                        "false",
                        "is false, but signatures expire"),
                new KeyRow(
                        "sign.minimum-key-bits",
                        settings -> settings.sign().minimumKeyBits(),
                        "1024",
                        "2048",
                        "2048",
                        "1023",
                        "1023 is out of range"),
                new KeyRow(
                        "sign.on-unsignable",
                        settings -> settings.sign().onUnsignable(),
                        "UNSIGNED",
                        "\"reject\"",
                        "REJECT",
                        "\"pass\"",
                        "\"pass\" is unknown"),
                new KeyRow(
                        "sign.on-broken-key",
                        settings -> settings.sign().onBrokenKey(),
                        "TEMPFAIL",
                        "\"unsigned\"",
                        "UNSIGNED",
                        "\"reject\"",
                        "\"reject\" is unknown"),
                new KeyRow(
                        "sign.on-not-allowed",
                        settings -> settings.sign().logins().onViolation(),
                        "UNSIGNED",
                        "\"tempfail\"",
                        "TEMPFAIL",
                        "true",
                        "is the boolean true"),
                new KeyRow(
                        "sign.except-recipients",
                        settings -> settings.sign().exceptRecipients(),
                        "[]",
                        "[\"A@lists.example\", \"*.lists.example\"]",
                        "[a@lists.example, *.lists.example]",
                        "\"lists.example\"",
                        "is the string \"lists.example\""),
                new KeyRow(
                        "sign.check-logins",
                        settings -> settings.sign().logins().enforced(),
                        "true",
                        "false",
                        "false",
                        "\"no\"",
                        "is the string \"no\""),
                new KeyRow(
                        "sign.threads",
                        settings -> settings.sign().threads(),
                        "Optional.empty",
                        "3",
                        "Optional[3]",
                        "257",
                        "257 is out of range"),
                new KeyRow(
                        "sign.refresh",
                        settings -> settings.sign().refresh(),
                        "PT10S",
                        "\"1m\"",
                        "PT1M",
                        "\"2h\"",
                        "\"2h\" is out of range"),
                new KeyRow(
                        "sign.opendkim.config",
                        settings -> settings.sign().openDkim(),
                        "Optional.empty",
                        "\"/etc/opendkim.conf\"",
                        "Optional[/etc/opendkim.conf]",
                        "\"\"",
                        "\"\" is empty"),
                new KeyRow(
                        "metrics.listen",
                        Settings::metrics,
                        "Optional.empty",
                        "\"[::1]:9891\"",
                        "Optional[/[0:0:0:0:0:0:0:1]:9891]",
                        "\"localhost:9891\"",
                        "\"localhost:9891\" is not an IP address and a port"));
    }
}
