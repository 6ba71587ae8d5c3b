package org.vidimus.policy.arc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// What the ARC sets of a message are worth ([RFC 8617
/// §5.2](https://www.rfc-editor.org/rfc/rfc8617#section-5.2)).
///
/// Immutable. Texts are printable ASCII.
///
/// @param status the chain validation status
/// @param reason why, in words of ours; empty only for a good chain, and where there is none
/// @param sealers who sealed, in the order of the instances, as far as it could be read. They are worth
///     something only in a good chain
/// @param oldestPass the instance of the oldest message signature that still verifies, or 0 if all do (§5.2
///     step 5); only where the chain is good
/// @param temporary whether the chain failed because a key could not be had for now: nothing is known about
///     it then
/// @param steps what was done, for people
public record ArcResult(
        Status status, String reason, List<Sealer> sealers, int oldestPass, boolean temporary, List<String> steps) {
    /// A seal.
    ///
    /// @param instance 1 for the first
    /// @param domain d= of its ARC-Seal
    /// @param selector s= of its ARC-Seal
    /// @param report what its ARC-Authentication-Results says; empty if that cannot be read
    public record Sealer(
            int instance, DomainName domain, String selector, Optional<AuthenticationResultsHeader> report) {
        /// A seal whose report was not looked at.
        public Sealer(int instance, DomainName domain, String selector) {
            this(instance, domain, selector, Optional.empty());
        }

        /// Whether the report says that DMARC passed for this author, and nothing else about DMARC.
        private boolean saysPass(DomainName author) {
            List<ResultInfo> dmarc = report.stream()
                    .flatMap(header -> header.results().stream())
                    .filter(info -> info.method().equals("dmarc") && info.methodVersion() == 1) // RFC 8601 §2.6
                    .toList();
            return !dmarc.isEmpty()
                    && dmarc.stream().allMatch(info -> info.result().equals("pass") && isFrom(info, author));
        }

        private static boolean isFrom(ResultInfo info, DomainName author) {
            List<String> from = info.properties().stream()
                    .filter(p -> p.ptype().equals("header") && p.name().equals("from"))
                    .map(ResultInfo.Property::value)
                    .toList();
            return from.size() == 1
                    && DomainName.parse(from.getFirst()) instanceof Parsed.Ok<DomainName>(DomainName domain)
                    && domain.equals(author);
        }
    }

    /// The chain validation status; its words are those of [RFC 8601
    /// §2.7](https://www.rfc-editor.org/rfc/rfc8601#section-2.7)'s registry.
    public enum Status {
        /// There is no ARC set.
        NONE("none"),
        /// Every seal and the newest message signature are good.
        PASS("pass"),
        /// The chain is broken, or was sealed as broken.
        FAIL("fail");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /// The word in Authentication-Results.
        public String word() {
            return word;
        }
    }

    /// Copies the lists.
    public ArcResult {
        sealers = List.copyOf(sealers);
        steps = List.copyOf(steps);
    }

    /// A result for good, about which there is nothing more to say.
    public ArcResult(Status status, String reason, List<Sealer> sealers, int oldestPass) {
        this(status, reason, sealers, oldestPass, false, List.of());
    }

    /// Whether trusted forwarders vouch that the mail of this author passed DMARC when it reached the first
    /// of them.
    ///
    /// Interpretation: §7.2.2 leaves it to us what an ARC chain may override. Here the chain has to be good
    /// and every sealer trusted, as each of them could have written a chain of its own; and the first of
    /// them, who alone saw the message as it was sent, has to have reported a pass of DMARC for just this
    /// author.
    ///
    /// @param trusted whether we trust the sealer of this domain
    public boolean vouchesFor(DomainName author, Predicate<DomainName> trusted) {
        return status == Status.PASS
                && !sealers.isEmpty()
                && sealers.stream().allMatch(sealer -> trusted.test(sealer.domain()))
                && sealers.getFirst().saysPass(author);
    }

    /// The statement for Authentication-Results (§6, §10.2): `arc=pass smtp.remote-ip=192.0.2.1
    /// header.oldest-pass=0`.
    ///
    /// Interpretation: the registry has no word for a key that could not be had, so that is a fail with the
    /// reason.
    ///
    /// @param client the address of the host that handed the message over
    public ResultInfo toResultInfo(InetAddress client) {
        return toResultInfo(Optional.of(AddressText.of(client)));
    }

    /// The same for a message that came over no network.
    public ResultInfo toResultInfo() {
        return toResultInfo(Optional.<String>empty());
    }

    private ResultInfo toResultInfo(Optional<String> client) {
        List<ResultInfo.Property> properties = new ArrayList<>();
        if (status != Status.NONE) {
            client.ifPresent(text -> properties.add(ResultInfo.Property.of("smtp", "remote-ip", text)));
        }
        if (status == Status.PASS) {
            properties.add(ResultInfo.Property.of("header", "oldest-pass", Integer.toString(oldestPass)));
        }
        return new ResultInfo(
                "arc",
                1,
                status.word(),
                Optional.empty(),
                reason.isEmpty() ? Optional.empty() : Optional.of(reason),
                properties);
    }
}
