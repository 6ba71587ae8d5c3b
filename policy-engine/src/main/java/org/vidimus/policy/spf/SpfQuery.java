package org.vidimus.policy.spf;

import java.net.InetAddress;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.ReversePath;

/// What SPF is asked about: the arguments of check_host() ([RFC 7208
/// §4.1](https://www.rfc-editor.org/rfc/rfc7208#section-4.1)) before an identity is chosen.
///
/// Immutable.
///
/// @param client the address of the SMTP client; an IPv4-mapped IPv6 address counts as IPv4 (§5)
/// @param helo the argument of HELO or EHLO as received; empty where none was given
/// @param mailFrom the sender
/// @param receiver the name of the receiving host, for the macro `%{r}`: `unknown` where it is not known (§7.3)
public record SpfQuery(InetAddress client, Optional<Bytes> helo, ReversePath mailFrom, String receiver) {}
