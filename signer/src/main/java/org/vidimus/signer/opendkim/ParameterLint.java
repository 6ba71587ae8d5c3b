package org.vidimus.signer.opendkim;

import java.util.List;
import java.util.Map;

/// Says what becomes of parameters that are not about choosing keys, and of values that do not mean what they seem
/// to. Confined to one call.
final class ParameterLint {
    private static final Map<String, String> UNSUPPORTED = Map.ofEntries(
            Map.entry("ATPSDomains", "no atps= tags are written"),
            Map.entry("ATPSHashAlgorithm", "no atps= tags are written"),
            Map.entry("BodyLengthDB", "signatures never have l=: anybody could add to such a message"),
            Map.entry("MaximumSignedBytes", "signatures never have l=: anybody could add to such a message"),
            Map.entry("Diagnostics", "signatures never have z="),
            Map.entry("FixCRLF", "mail with a lone CR or LF is not signed"),
            Map.entry("FinalPolicyScript", "no Lua is run"),
            Map.entry("ScreenPolicyScript", "no Lua is run"),
            Map.entry("RemoveOldSignatures", "signatures of others stay"),
            Map.entry("ReplaceHeaders", "a field is signed as it is"),
            Map.entry("ReplaceRules", "a field is signed as it is; let the MTA rewrite before it asks the filter"),
            Map.entry("RequestReports", "signatures never have r=y"),
            Map.entry("RequiredHeaders", "mail with fields twice is not signed, or refused, as [sign] says"),
            Map.entry("StrictHeaders", "mail with fields twice is not signed, or refused, as [sign] says"),
            Map.entry("SelectCanonicalizationHeader", "no field of a message chooses the canonicalization"),
            Map.entry("VBR-Certifiers", "VBR is not written"),
            Map.entry("VBR-PurgeFields", "VBR is not written"),
            Map.entry("VBR-TrustedCertifiers", "VBR is not checked"),
            Map.entry("VBR-TrustedCertifiersOnly", "VBR is not checked"),
            Map.entry("VBR-Type", "VBR is not written"));

    private final OpenDkimFile file;
    private final List<Lint> lints;

    ParameterLint(OpenDkimFile file, List<Lint> lints) {
        this.file = file;
        this.lints = lints;
    }

    void check() {
        file.settings().values().stream()
                .sorted((a, b) -> a.place().file().equals(b.place().file())
                        ? Integer.compare(a.place().line(), b.place().line())
                        : a.place().file().compareTo(b.place().file()))
                .forEach(this::setting);
    }

    private void setting(OpenDkimFile.Setting setting) {
        Parameter parameter = setting.parameter();
        switch (parameter.role()) {
            case SIGNING -> signing(setting);
            case UNSUPPORTED -> unsupported(setting);
            case PROCESS -> note(setting, "process", "the service manager and vidimus.toml decide that");
            case LOGGING -> note(setting, "logging", "one line is logged for each message; [log] has more");
            case VERIFYING -> verifying(setting);
            case DNS -> note(setting, "dns", "[dns] decides that");
            case TESTING -> note(setting, "testing", "ignored");
            case REPORTS -> note(setting, "reports", "no reports are sent by the signer");
            case LDAP -> note(setting, "ldap", "no directory is asked");
            case DKIMPY, NOT_BUILT -> {}
        }
    }

    private void verifying(OpenDkimFile.Setting setting) {
        if (setting.parameter().name().startsWith("On-")) {
            action(setting);
        }
        note(setting, "verifying", "[verify] and [dmarc] decide about mail from outside");
    }

    private void unsupported(OpenDkimFile.Setting setting) {
        String name = setting.parameter().name();
        if (name.equals("SetupPolicyScript")) {
            lints.add(Lint.error(
                    setting.place(),
                    "lua",
                    "a Lua script decides what is signed",
                    "Vidimus runs no Lua, so it cannot know; write rules instead"));
        } else if (CBoolean.of(setting.value()).orElse(true)) {
            warn(setting, "unsupported", name + " is set", UNSUPPORTED.getOrDefault(name, "ignored"));
        }
    }

    private void signing(OpenDkimFile.Setting setting) {
        String name = setting.parameter().name();
        String value = setting.value();
        switch (name) {
            case "On-Default", "On-InternalError", "On-SignatureError" -> action(setting);
            case "Canonicalization" -> {
                if (value.indexOf('/') < 0 && CText.lower(value).equals("relaxed")) {
                    warn(setting, "body-canonicalization", "one word is for the header; the body's is simple", "alike");
                }
            }
            case "MinimumKeyBits" -> bits(setting);
            case "SignatureAlgorithm" -> {
                if (CText.lower(value).equals("rsa-sha1")) {
                    warn(setting, "sha1", "signs with SHA-1, which RFC 8301 forbids", "signs with rsa-sha256");
                }
            }
            case "MacroList" -> macros(setting);
            case "Mode" -> {
                if (value.indexOf('s') < 0) {
                    warn(setting, "no-signing", "Mode has no s: nothing is signed", "nothing is signed");
                } else if (value.indexOf('v') < 0) {
                    note(setting, "verifying", "mail from outside is verified; [verify] decides how");
                }
            }
            case "InternalHosts" -> {
                if (!value.contains(":") && !value.startsWith("/") && !value.contains("127.0.0.1")) {
                    warn(
                            setting,
                            "loopback-left-out",
                            "the list replaces the built-in one, so mail from 127.0.0.1 and ::1 is not signed",
                            "alike");
                }
            }
            case "SubDomains" -> {
                if (file.setting("KeyTable").isPresent() && file.flag(name, false)) {
                    warn(setting, "no-effect", "SubDomains has no effect where there is a KeyTable", "alike");
                }
            }
            case "MultipleSignatures" -> {
                if (file.setting("SigningTable").isEmpty() && file.flag(name, false)) {
                    warn(setting, "no-effect", "MultipleSignatures has no effect without a SigningTable", "alike");
                }
            }
            case "Socket" -> socket(setting);
            case "UserID" -> note(setting, "process", "the service manager decides who runs Vidimus; keys must be its");
            case "PeerList" ->
                note(setting, "peers", "mail of peers is not signed, but verified like any other from outside");
            default -> {}
        }
    }

    private void action(OpenDkimFile.Setting setting) {
        if (Action.named(setting.value()).isEmpty()) {
            warn(
                    setting,
                    "unknown-action",
                    setting.parameter().name() + ": there is no action " + CText.shown(setting.value())
                            + ", and OpenDKIM says nothing and keeps the default",
                    "alike");
        }
    }

    private void bits(OpenDkimFile.Setting setting) {
        int bits = CText.integer(setting.value()).orElse(0);
        if (bits == 0) {
            warn(setting, "minimum-bits", "0 does not switch the minimum off: it is 1024 then", "alike");
        } else if (bits < 1024) {
            warn(
                    setting,
                    "minimum-bits",
                    "signs with RSA keys below 1,024 bits, which RFC 8301 forbids",
                    "such a key is refused");
        }
    }

    private void macros(OpenDkimFile.Setting setting) {
        for (String item : setting.value().split(",")) {
            int equals = item.indexOf('=');
            String key = CText.trim(equals < 0 ? item : item.substring(0, equals));
            if (equals < 0 && key.indexOf('|') >= 0) {
                warn(
                        setting,
                        "macro-bar",
                        "without = the bar is part of the macro's name, and there is no such macro",
                        "alike; write name=value1|value2");
            } else if (key.startsWith("{")) {
                warn(
                        setting,
                        "macro-braces",
                        "OpenDKIM puts braces around the name, and with two there is no such macro",
                        "alike; write the name without braces");
            }
        }
    }

    private void socket(OpenDkimFile.Setting setting) {
        if (MilterSocket.read(setting).isEmpty()) {
            warn(setting, "socket", "Socket is not understood", "not taken over");
        } else if (CText.lower(setting.value()).startsWith("inet")
                && setting.value().indexOf('@') < 0) {
            warn(setting, "socket-open", "without a host the socket is open on every interface", "alike");
        }
    }

    private void warn(OpenDkimFile.Setting setting, String code, String what, String ours) {
        lints.add(Lint.warning(setting.place(), code, what, ours));
    }

    private void note(OpenDkimFile.Setting setting, String code, String ours) {
        lints.add(Lint.note(setting.place(), code, setting.parameter().name() + " is set", ours));
    }
}
