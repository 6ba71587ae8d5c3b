package org.vidimus.signer.outbound;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.rules.UnsignedReason;

/// Writes down what it is told. Confined to one thread.
final class RecordedEvents implements SigningEvents {
    final List<String> told = new ArrayList<>();

    @Override
    public void signed(DomainName domain, SignatureAlgorithm algorithm) {
        told.add("signed " + domain + " " + algorithm.word());
    }

    @Override
    public void unsigned(UnsignedReason reason) {
        told.add("unsigned " + reason.word());
    }

    @Override
    public void keyUnusable(DomainName domain) {
        told.add("unusable " + domain);
    }
}
