package org.vidimus.daemon.config;

import java.util.List;
import java.util.function.Function;
import org.vidimus.signer.lifecycle.LifecycleSettings;
import org.vidimus.signer.lifecycle.UpdateSettings;

/// The keys of `[keys]`.
final class LifecycleRows {
    private LifecycleRows() {}

    private static Function<Settings, Object> keys(Function<LifecycleSettings, Object> setting) {
        return settings -> setting.apply(settings.keys());
    }

    private static Function<Settings, Object> update(Function<UpdateSettings, Object> setting) {
        return keys(keys -> keys.update().map(setting));
    }

    static List<KeyRow> all() {
        return List.of(
                new KeyRow(
                        "keys.directory",
                        keys(LifecycleSettings::directory),
                        "/var/lib/vidimus/keys",
                        "\"/srv/keys\"",
                        "/srv/keys",
                        "\"\"",
                        "\"\" is no folder"),
                new KeyRow(
                        "keys.algorithms",
                        keys(LifecycleSettings::algorithms),
                        "[RSA2048, ED25519]",
                        "[\"rsa4096\"]",
                        "[RSA4096]",
                        "[\"rsa2048\", \"rsa4096\"]",
                        "a domain has one key of a type"),
                new KeyRow(
                        "keys.selector",
                        keys(keys -> keys.selector().text()),
                        "{year}{month}-{algorithm}",
                        "\"mail-{algorithm}-{slot}\"",
                        "mail-{algorithm}-{slot}",
                        "\"{yeer}\"",
                        "\"{yeer}\" makes no selectors"),
                new KeyRow(
                        "keys.period",
                        keys(LifecycleSettings::period),
                        "PT4320H",
                        "\"90d\"",
                        "PT2160H",
                        "\"10m\"",
                        "\"10m\" is out of range"),
                new KeyRow(
                        "keys.publish-wait",
                        keys(LifecycleSettings::publishWait),
                        "PT1H",
                        "\"1d\"",
                        "PT24H",
                        "\"31d\"",
                        "\"31d\" is out of range"),
                new KeyRow(
                        "keys.signature-lifetime",
                        keys(LifecycleSettings::signatureLifetime),
                        "PT168H",
                        "\"14d\"",
                        "PT336H",
                        "\"soon\"",
                        "\"soon\" is not a number and a unit"),
                new KeyRow(
                        "keys.queue-life",
                        keys(LifecycleSettings::queueLife),
                        "PT120H",
                        "\"1d\"",
                        "PT24H",
                        "\"91d\"",
                        "\"91d\" is out of range"),
                new KeyRow(
                        "keys.keep-revoked",
                        keys(LifecycleSettings::keepRevoked),
                        "PT720H",
                        "\"0s\"",
                        "PT0S",
                        "\"9999d\"",
                        "\"9999d\" is out of range"),
                new KeyRow(
                        "keys.delegate",
                        keys(LifecycleSettings::delegate),
                        "Optional.empty",
                        "\"dkim.example.net\"",
                        "Optional[dkim.example.net]",
                        "\"a..b\"",
                        "\"a..b\", octet 3: empty label"),
                new KeyRow(
                        "keys.record-ttl",
                        keys(LifecycleSettings::recordTtl),
                        "PT1H",
                        "\"5m\"",
                        "PT5M",
                        "\"8d\"",
                        "\"8d\" is out of range"),
                new KeyRow(
                        "keys.update-server",
                        update(UpdateSettings::server),
                        "Optional.empty",
                        "\"192.0.2.53\"",
                        "Optional[192.0.2.53:53]",
                        "\"ns.example.org\"",
                        "\"ns.example.org\", octet 1: expected an address, not a name"),
                new KeyRow(
                        "keys.update-key",
                        update(UpdateSettings::key),
                        "Optional.empty",
                        "\"upd:hmac-sha256:/k\"\nkeys.update-server = \"192.0.2.53\"",
                        "Optional[Optional[upd:hmac-sha256:/k]]",
                        "\"upd:hmac-md5:/k\"",
                        "\"upd:hmac-md5:/k\", octet 5: expected hmac-sha256"),
                new KeyRow(
                        "keys.update-zone",
                        update(UpdateSettings::zone),
                        "Optional.empty",
                        "\"example.org\"\nkeys.update-server = \"192.0.2.53\"",
                        "Optional[Optional[example.org]]",
                        "\"\"",
                        "\"\", octet 1: empty label"));
    }
}
