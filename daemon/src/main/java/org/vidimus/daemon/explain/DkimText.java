package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dns.DomainName;

/// One DKIM signature: who signed with which key, what was hashed, what differed.
final class DkimText {
    private DkimText() {}

    /// Who signed, and how.
    static String signer(DkimResult result) {
        List<String> parts = new ArrayList<>();
        parts.add(result.domain().map(DomainName::toString).orElse("unreadable domain"));
        result.selector().ifPresent(selector -> parts.add("selector " + selector));
        result.algorithm().ifPresent(parts::add);
        result.keyBits().ifPresent(bits -> parts.add(bits + " bits"));
        return String.join(", ", parts);
    }

    static void describe(Page page, int number, DkimResult result) {
        page.entry(
                1,
                4,
                Span.plain(Integer.toString(number)),
                Span.result(result.verdict().word()),
                Span.plain(" " + signer(result)));
        String reason = Reasons.of(result.verdict()).orElse("");
        if (!reason.isEmpty()) {
            page.text(3, Span.strong(reason));
        }
        result.identity().ifPresent(identity -> page.point(3, Span.plain("signed on behalf of " + identity)));
        result.steps().stream().filter(step -> !step.equals(reason)).forEach(step -> page.point(3, Span.plain(step)));
        if (result.testing()) {
            page.point(3, Span.plain("the key says t=y: the domain is only testing DKIM"));
        }
        if (result.bodyLimited()) {
            page.point(3, new Span(Style.DOUBT, "l= leaves the end of the body unsigned: anyone may have added it"));
        }
    }
}
