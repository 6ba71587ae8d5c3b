package org.vidimus.policy.pipeline;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Bytes;

/// Which door has which [Role]. A door is named by the socket that the MTA called, or by what the MTA calls its
/// own listener: [ConnectionFacts#listener()] and [ConnectionFacts#daemonName()]. What is named nowhere is for
/// both.
///
/// Immutable.
///
/// @param verify doors of mail from outside, compared without regard to case
/// @param sign doors of mail from inside, likewise
public record Roles(Set<String> verify, Set<String> sign) {
    /// Every door is for both.
    public static final Roles DEFAULT = new Roles(Set.of(), Set.of());

    /// Copies the sets.
    public Roles {
        verify = lower(verify);
        sign = lower(sign);
    }

    /// The role of the door by which a connection came. Where socket and daemon name say different things, or a
    /// door is named twice, it is to verify: what is verified needlessly does less harm than what is not
    /// verified.
    public Role of(ConnectionFacts connection) {
        String socket = connection.listener().toLowerCase(Locale.ROOT);
        Optional<String> daemon = connection.daemonName().map(name -> lower(name));
        if (verify.contains(socket) || daemon.filter(verify::contains).isPresent()) {
            return Role.VERIFY;
        }
        return sign.contains(socket) || daemon.filter(sign::contains).isPresent() ? Role.SIGN : Role.BOTH;
    }

    private static String lower(Bytes name) {
        return name.utf8().toLowerCase(Locale.ROOT);
    }

    private static Set<String> lower(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
