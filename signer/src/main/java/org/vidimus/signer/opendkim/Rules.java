package org.vidimus.signer.opendkim;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.SignatureAlgorithm;

/// All that decides about one message, as read from the configuration. Immutable.
///
/// @param signs whether Mode has an s
/// @param origin who may have mail signed
/// @param senders who sent it
/// @param exempt ExemptDomains
/// @param external ExternalIgnoreList
/// @param notTo DontSignMailTo
/// @param selection the tables, or the one key for a list of domains
/// @param making how signatures are made
/// @param onKeyProblem On-InternalError: a key that is none
/// @param onSmallKey On-SignatureError: a key below the minimum
record Rules(
        boolean signs,
        Origin origin,
        Senders senders,
        Dataset exempt,
        HostList external,
        Dataset notTo,
        Selection selection,
        Making making,
        Action onKeyProblem,
        Action onSmallKey) {
    /// How the key is chosen.
    sealed interface Selection {
        /// By SigningTable and KeyTable.
        ///
        /// @param several MultipleSignatures
        record Tables(SigningTable signing, KeyTable table, KeyStore keys, boolean several, Place place)
                implements Selection {}

        /// By Domain, with one Selector and KeyFile for all.
        ///
        /// @param subdomains SubDomains
        record Domains(
                Dataset domains, boolean subdomains, String selector, String keyFile, KeyMaterial key, Place place)
                implements Selection {}

        /// Nothing is signed.
        record Nothing() implements Selection {}

        /// Whether every signature is one of the same domain.
        default boolean isForOneDomain() {
            return switch (this) {
                case Tables tables -> tables.table().isOfOneDomain();
                case Domains one ->
                    !one.subdomains()
                            && one.domains().kind() != Dataset.Kind.REFILE
                            && one.domains().entries().size() == 1
                            && !one.domains().has("*");
                case Nothing() -> true;
            };
        }
    }

    /// How signatures are made.
    ///
    /// @param lifetime SignatureTTL in seconds; 0 for none
    /// @param minimumBits MinimumKeyBits
    /// @param algorithm SignatureAlgorithm, to which all keys have to be fit; empty where the key decides
    /// @param dialect how faithfully
    record Making(
            Canonicalization.Pair canonicalization,
            HeaderNames headers,
            long lifetime,
            int minimumBits,
            Optional<SignatureAlgorithm> algorithm,
            Dialect dialect) {}

    /// Where the choice of keys stands.
    Place place() {
        return switch (selection) {
            case Selection.Tables tables -> tables.place();
            case Selection.Domains domains -> domains.place();
            case Selection.Nothing() -> new Place("", 0);
        };
    }

    /// The macros of the MTA that are looked at.
    Set<String> macros() {
        Set<String> names = new LinkedHashSet<>();
        origin.macros().ifPresent(list -> names.addAll(list.names()));
        senders.macro().ifPresent(names::add);
        return Set.copyOf(names);
    }
}
