package org.vidimus.policy.iprev;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.dns.DomainName;

/// Whether a client's address and one of its names confirm each other ([RFC 8601
/// §3](https://www.rfc-editor.org/rfc/rfc8601#section-3)).
///
/// Immutable.
///
/// @param status the result
/// @param client the address
/// @param name the confirmed name; only with a pass
/// @param reason why not, in words of ours; empty with a pass
public record IprevResult(Status status, InetAddress client, Optional<DomainName> name, String reason) {
    /// The results (RFC 8601 §2.7.3).
    public enum Status {
        /// One of the names has the address.
        PASS("pass"),
        /// There are names, and none of them has the address.
        FAIL("fail"),
        /// The DNS could not be asked.
        TEMPERROR("temperror"),
        /// The address has no name.
        PERMERROR("permerror");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /// The word in Authentication-Results.
        public String word() {
            return word;
        }
    }

    /// The statement for Authentication-Results: `iprev=pass policy.iprev=192.0.2.1 (mail.example.com)` (RFC
    /// 8601 §3).
    public ResultInfo toResultInfo() {
        ResultInfo.Property address =
                new ResultInfo.Property("policy", "iprev", AddressText.of(client), name.map(DomainName::toString));
        return new ResultInfo(
                "iprev",
                1,
                status.word(),
                Optional.empty(),
                reason.isEmpty() ? Optional.empty() : Optional.of(reason),
                List.of(address));
    }
}
