package org.vidimus.signer.opendkim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A parameter of `opendkim.conf` 2.11. Immutable.
///
/// @param name as the manual page writes it
/// @param type how its value is read
/// @param role what it is about
record Parameter(String name, Type type, Role role) {
    /// How a value is read.
    enum Type {
        /// Anything.
        STRING,
        /// By its first octet.
        BOOLEAN,
        /// By `strtol` with base 0.
        INTEGER,
        /// Another file to be read here.
        INCLUDE
    }

    /// What a parameter is about, and so what is made of it.
    enum Role {
        /// It decides what is signed and how: it is used.
        SIGNING,
        /// It runs the process; the service manager or the configuration of Vidimus does that.
        PROCESS,
        /// It is about logs.
        LOGGING,
        /// It is about mail from outside, which `[verify]` and `[dmarc]` decide.
        VERIFYING,
        /// It is about the DNS: `[dns]`.
        DNS,
        /// It is for OpenDKIM's own tests.
        TESTING,
        /// It is about reports on failures.
        REPORTS,
        /// It connects to a directory server, which we do not ask.
        LDAP,
        /// It changes messages or signatures in a way that Vidimus has not.
        UNSUPPORTED,
        /// Of dkimpy-milter: a second table, for keys of Ed25519.
        DKIMPY,
        /// It is in the manual, but not in the program that Debian builds.
        NOT_BUILT
    }

    private static final String FACTS = """
            STRING SIGNING: Canonicalization Domain DontSignMailTo ExemptDomains ExternalIgnoreList InternalHosts KeyFile \
            KeyTable MacroList Mode MTA OmitHeaders OversignHeaders PeerList Selector SenderHeaders SenderMacro \
            SignatureAlgorithm SignHeaders SigningTable Socket BaseDirectory On-Default On-InternalError On-SignatureError \
            UserID
            BOOLEAN SIGNING: MultipleSignatures RequireSafeKeys SubDomains
            INTEGER SIGNING: MinimumKeyBits SignatureTTL
            INCLUDE SIGNING: Include
            BOOLEAN PROCESS: AutoRestart Background DisableCryptoInit EnableCoredumps KeepTemporaryFiles SoftwareHeader X-Header
            INTEGER PROCESS: AutoRestartCount MilterDebug UMask
            STRING PROCESS: AutoRestartRate ChangeRootDirectory PidFile TemporaryDirectory
            BOOLEAN LOGGING: LogResults LogWhy Syslog SyslogSuccess
            STRING LOGGING: SyslogFacility SyslogName
            BOOLEAN VERIFYING: AllowSHA1Only AlwaysAddARHeader AuthservIDWithJobID CaptureUnknownErrors DomainKeysCompat \
            IgnoreMalformedMail KeepAuthResults NoHeaderB Quarantine RemoveARAll WeakSyntaxChecks
            INTEGER VERIFYING: ClockDrift MaximumHeaders MaximumSignaturesToVerify
            STRING VERIFYING: AuthservID BogusKey DiagnosticDirectory Minimum MustBeSigned On-BadSignature On-DNSError \
            On-KeyNotFound On-NoSignature On-Security RedirectFailuresTo RemoveARFrom TrustSignaturesFrom UnprotectedKey
            BOOLEAN DNS: DNSConnect QueryCache ResolverTracing
            INTEGER DNS: DNSTimeout
            STRING DNS: Nameservers ResolverConfiguration TrustAnchorFile
            BOOLEAN TESTING: StrictTestMode
            STRING TESTING: TestDNSData TestPublicKeys
            BOOLEAN REPORTS: SendReports
            STRING REPORTS: MTACommand ReportAddress ReportBccAddress Statistics StatisticsName StatisticsPrefix
            BOOLEAN LDAP: LDAPDisableCache LDAPUseTLS SoftStart
            STRING LDAP: LDAPAuthMechanism LDAPAuthName LDAPAuthRealm LDAPAuthUser LDAPBindPassword LDAPBindUser \
            LDAPKeepaliveIdle LDAPKeepaliveInterval LDAPKeepaliveProbes LDAPTimeout
            BOOLEAN UNSUPPORTED: Diagnostics FixCRLF RemoveOldSignatures RequestReports RequiredHeaders StrictHeaders \
            VBR-PurgeFields VBR-TrustedCertifiersOnly
            INTEGER UNSUPPORTED: MaximumSignedBytes
            STRING UNSUPPORTED: ATPSDomains ATPSHashAlgorithm BodyLengthDB FinalPolicyScript ReplaceHeaders ReplaceRules \
            ScreenPolicyScript SelectCanonicalizationHeader SetupPolicyScript VBR-Certifiers VBR-TrustedCertifiers VBR-Type
            STRING DKIMPY: KeyTableEd25519 KeyFileEd25519 SelectorEd25519
            STRING NOT_BUILT: ConditionalSignatures DefaultSender FlowData IdentityHeader POPDBFile RateLimits ResignMailTo SMTPURI \
            StatisticsPolicyScript On-ReputationError ReputationCache ReputationDuplicates ReputationLimits \
            ReputationLimitModifiers ReputationLowTime ReputationRatios ReputationSpamCheck ReputationRRDRoot
            BOOLEAN NOT_BUILT: IdentityHeaderRemove LuaOnlySigning ResignAll ReputationTest ReputationVerbose
            INTEGER NOT_BUILT: FlowDataFactor FlowDataTTL ReputationCacheTTL ReputationMinimum ReputationRRDHashDepth \
            ReputationTimeFactor ReputationTimeout
            """;

    private static final Map<String, Parameter> BY_NAME = read();

    private static Map<String, Parameter> read() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        FACTS.lines().forEach(line -> {
            int colon = line.indexOf(':');
            int space = line.indexOf(' ');
            Type type = Type.valueOf(line.substring(0, space));
            Role role = Role.valueOf(line.substring(space + 1, colon));
            Arrays.stream(line.substring(colon + 2).split(" "))
                    .forEach(name -> parameters.put(key(name), new Parameter(name, type, role)));
        });
        return parameters;
    }

    /// The parameter that a line begins with; letters in any case.
    static Optional<Parameter> named(String name) {
        return Optional.ofNullable(BY_NAME.get(key(name)));
    }

    /// All of them.
    static Iterable<Parameter> all() {
        return BY_NAME.values();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
