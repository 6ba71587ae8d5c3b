package org.vidimus.daemon.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.config.SignSettings.RuleKeyName;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.KeyPassphrase;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.IdentityChoice;
import org.vidimus.signer.rules.LoginPattern;

/// The keys of a `[[sign.rule]]` and of a `[[sign.login]]`.
public final class SignRuleKeys {
    /// Patterns of authors.
    static final TextType<AddressPattern> PATTERN_TYPE = Types.text(
            "\"example.com\", \"*.example.com\", \"user@example.com\" or \"*\"",
            text -> PolicyKeys.parsed(text, AddressPattern.parse(text)),
            AddressPattern::toString);

    private static final TextType<LoginPattern> LOGIN_TYPE = Types.text(
            "\"alice\", \"alice@example.com\", \"*@example.com\" or \"*\"",
            text -> PolicyKeys.parsed(text, LoginPattern.parse(text)),
            SignRuleKeys::text);

    private static final TextType<DomainName> SELECTOR_TYPE = Types.text(
            "a selector such as \"s2026\"",
            text -> PolicyKeys.parsed(text, DomainName.parse(text)),
            DomainName::toString);

    /// Files.
    static final TextType<Path> FILE_TYPE = Types.text("the path of a file", SignRuleKeys::path, Path::toString);

    private static final TextType<IdentityChoice> IDENTITY_TYPE = Types.text(
            "\"none\", \"author\", \"author-domain\", \"@example.com\" or \"user@example.com\"",
            SignRuleKeys::identity,
            SignRuleKeys::word);

    /// The domain that signs.
    public static final Key<DomainName> KEY_DOMAIN = Key.required(
            "domain", PolicyKeys.DOMAIN_TYPE, "The domain that signs (`d=`). DMARC wants that of the author.");

    /// The selector.
    public static final Key<DomainName> KEY_SELECTOR = Key.required(
                    "selector",
                    SELECTOR_TYPE,
                    "Which of the domain's keys it is (`s=`): its record stands at `SELECTOR._domainkey.DOMAIN`.")
            .example("\"s2026\"");

    /// The file of a key.
    public static final Key<Path> KEY_FILE = Key.required(
                    "file",
                    FILE_TYPE,
                    "The private key: PKCS#8, also encrypted, or PKCS#1; PEM or DER; RSA or Ed25519. It must belong to"
                            + " the daemon's user or to root, and nobody else may read it. Or a `pkcs11:` URI, with which the key"
                            + " stays in its device; `docs/private-keys.md` has an example.")
            .example("\"/etc/vidimus/keys/s1.pem\"");

    /// The file of a passphrase.
    public static final Key<Optional<Path>> KEY_PASSPHRASE_FILE = Key.of(
                    "passphrase-file",
                    Types.optional(FILE_TYPE),
                    Optional.<Path>empty(),
                    "The file whose first line is the passphrase of an encrypted key.")
            .example("\"/etc/vidimus/keys/s1.pass\"");

    /// The name of a credential.
    public static final Key<Optional<String>> KEY_PASSPHRASE_CREDENTIAL = Key.of(
                    "passphrase-credential",
                    Types.optional(Types.text("the name of a credential", SignRuleKeys::credential, name -> name)),
                    Optional.<String>empty(),
                    "In place of `passphrase-file`: the credential that systemd hands over (`LoadCredential=` or"
                            + " `LoadCredentialEncrypted=` in the unit).")
            .example("\"s1-passphrase\"");

    /// One key.
    static final TableType KEY_TYPE = TableType.of(
                    KEY_DOMAIN, KEY_SELECTOR, KEY_FILE, KEY_PASSPHRASE_FILE, KEY_PASSPHRASE_CREDENTIAL)
            .checked(KEY_FILE, SignRuleKeys::device)
            .checked(KEY_PASSPHRASE_FILE, SignRuleKeys::onePassphrase)
            .checked(KEY_SELECTOR, SignRuleKeys::recordName);

    /// The authors of a rule.
    public static final Key<List<AddressPattern>> FROM = Key.required(
                    "from",
                    Types.oneOrMore(1, PATTERN_TYPE),
                    "The authors that the rule is for, by the address in From: `example.com` is all of exactly that domain,"
                            + " `*.example.com` all of those below it, `user@example.com` one address, `*` everybody. Domains"
                            + " may be written in Unicode.")
            .example("\"example.com\"");

    /// The keys of a rule.
    public static final Key<List<Values>> KEYS = Key.of(
                    "keys",
                    Types.list(0, KEY_TYPE),
                    List.of(),
                    "The keys that sign: every one of them, so that two of one domain make two signatures, as for RSA and"
                            + " Ed25519. The first ends up lowest.")
            .example("[{ domain = \"example.com\", selector = \"s1\", file = \"/etc/vidimus/keys/s1.pem\" }]");

    /// Whether the key directory is asked.
    public static final Key<Boolean> MANAGED = Key.of(
            "managed",
            Types.bool(),
            false,
            "Whether the keys in use in the key directory (`keys.directory`) sign, those of `domain`.");

    /// Whose keys of the directory.
    public static final Key<Optional<DomainName>> DOMAIN = Key.of(
                    "domain",
                    Types.optional(PolicyKeys.DOMAIN_TYPE),
                    Optional.<DomainName>empty(),
                    "Whose keys `managed` means; without it those of the author's domain or, where that has none, of the"
                            + " nearest domain above it that has.")
            .example("\"example.com\"");

    /// i=.
    public static final Key<IdentityChoice> IDENTITY = Key.of(
            "identity",
            IDENTITY_TYPE,
            IdentityChoice.NONE,
            "What the signatures say about the user (`i=`): `none`, `author` for the address in From,"
                    + " `author-domain`, or always the same. It is left out where it is not within the domain that"
                    + " signs (RFC 6376 §3.5).");

    /// The keys of a login.
    public static final Key<LoginPattern> LOGIN = Key.required(
                    "login",
                    LOGIN_TYPE,
                    "The login: exactly one, all of a domain, or all. The most specific entry decides alone.")
            .example("\"alice\"");

    /// What a login may use.
    public static final Key<List<AddressPattern>> MAY = Key.required(
                    "from",
                    Types.oneOrMore(0, PATTERN_TYPE),
                    "The authors that it may use, as in a rule; none with `[]`.")
            .example("[\"alice@example.com\", \"sales@example.com\"]");

    private SignRuleKeys() {}

    /// A key as `[[sign.rule]]` would have it, from elsewhere.
    ///
    /// @param place where it is named
    public static Values key(String place, DomainName domain, DomainName selector, Path file) {
        return KEY_TYPE.fallbacks(place)
                .with(KEY_DOMAIN, domain)
                .with(KEY_SELECTOR, selector)
                .with(KEY_FILE, file);
    }

    /// A rule for all authors of exactly one domain, from elsewhere.
    public static Values rule(String place, DomainName author, List<Values> keys) {
        return SignKeys.RULES
                .repeated()
                .orElseThrow()
                .fallbacks(place)
                .with(FROM, List.of(AddressPattern.of(author)))
                .with(KEYS, keys);
    }

    /// The keys of a rule, in the order of the file, those of the directory last.
    static List<RuleKeyName> keys(Values rule) {
        List<RuleKeyName> keys = new ArrayList<>();
        rule.get(KEYS)
                .forEach(key -> keys.add(
                        new RuleKeyName.One(key.place(), key.get(KEY_DOMAIN), key.get(KEY_SELECTOR), reference(key))));
        if (rule.get(MANAGED)) {
            keys.add(new RuleKeyName.Managed(rule.place(), rule.get(DOMAIN)));
        }
        return keys;
    }

    /// What is wrong with a key that is named by a URI.
    private static Optional<String> device(Values key) {
        boolean passphrase = key.get(KEY_PASSPHRASE_FILE).isPresent()
                || key.get(KEY_PASSPHRASE_CREDENTIAL).isPresent();
        return DeviceKey.complaint(key.get(KEY_FILE), passphrase);
    }

    static KeyReference reference(Values key) {
        Optional<KeyReference> device = DeviceKey.named(key.get(KEY_FILE));
        if (device.isPresent()) {
            return device.get();
        }
        KeyPassphrase passphrase = key.get(KEY_PASSPHRASE_FILE)
                .<KeyPassphrase>map(KeyPassphrase.InFile::new)
                .or(() -> key.get(KEY_PASSPHRASE_CREDENTIAL).map(KeyPassphrase.Credential::new))
                .orElseGet(KeyPassphrase.None::new);
        return new KeyReference.InFile(key.get(KEY_FILE), passphrase);
    }

    static Optional<String> onePassphrase(Values key) {
        return key.get(KEY_PASSPHRASE_FILE).isPresent()
                        && key.get(KEY_PASSPHRASE_CREDENTIAL).isPresent()
                ? Optional.of("and passphrase-credential are both given; expected one of them")
                : Optional.empty();
    }

    private static Optional<String> recordName(Values key) {
        return DkimSignature.keyName(key.get(KEY_SELECTOR), key.get(KEY_DOMAIN)).isEmpty()
                ? Optional.of("makes a name that is too long for the DNS; expected a shorter one")
                : Optional.empty();
    }

    private static String text(LoginPattern pattern) {
        return switch (pattern) {
            case LoginPattern.Any() -> "*";
            case LoginPattern.OfDomain(DomainName domain) -> "*@" + domain;
            case LoginPattern.Exactly(Bytes name) -> name.utf8();
        };
    }

    static Parsed<Path> path(String text) {
        if (text.isBlank()) {
            return new Parsed.Wrong<>("\"" + text + "\" is empty");
        }
        try {
            return new Parsed.Ok<>(Path.of(text));
        } catch (InvalidPathException _) {
            return new Parsed.Wrong<>("\"" + text + "\" is no path");
        }
    }

    private static Parsed<String> credential(String text) {
        return KeyPassphrase.Credential.isName(text)
                ? new Parsed.Ok<>(text)
                : new Parsed.Wrong<>("\"" + text + "\" is no name");
    }

    private static Parsed<IdentityChoice> identity(String text) {
        return switch (text) {
            case "none" -> new Parsed.Ok<>(IdentityChoice.NONE);
            case "author" -> new Parsed.Ok<>(new IdentityChoice.AuthorAddress());
            case "author-domain" -> new Parsed.Ok<>(new IdentityChoice.AuthorDomain());
            default -> {
                int at = text.lastIndexOf('@');
                yield at < 0
                        ? new Parsed.Wrong<>("\"" + text + "\" is unknown")
                        : switch (PolicyKeys.parsed(text, DomainName.parse(text.substring(at + 1)))) {
                            case Parsed.Ok<DomainName>(DomainName domain) ->
                                new Parsed.Ok<>(new IdentityChoice.Fixed(
                                        new DkimSignature.Identity(Bytes.utf8(text.substring(0, at)), domain)));
                            case Parsed.Wrong<DomainName>(String what) -> new Parsed.Wrong<>(what);
                        };
            }
        };
    }

    private static String word(IdentityChoice choice) {
        return switch (choice) {
            case IdentityChoice.None() -> "none";
            case IdentityChoice.AuthorAddress() -> "author";
            case IdentityChoice.AuthorDomain() -> "author-domain";
            case IdentityChoice.Fixed(DkimSignature.Identity identity) -> identity.toString();
        };
    }
}
