package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.MessageFacts;
import org.vidimus.policy.spf.SpfResult;

/// All that was found out about a message that was verified, for the log, the command line, metrics and
/// reports.
///
/// Immutable.
///
/// @param facts what is irregular about the form of its header; of its body too where a signer wants to know
/// @param author whom the message says it is from
/// @param spf MAIL FROM first, then HELO where there was one; empty where the client's address is not known
/// @param dkim one for each signature, in the order of the fields
/// @param arc what the ARC sets are worth
/// @param dmarc what DMARC says
/// @param iprev whether address and name confirm each other; empty where that was not asked
/// @param applied what is done to the message on account of DMARC, after overrides
/// @param overrides why that is not what the Domain Owner asked; empty where it is
/// @param rule the override of the administrator's that the message was judged by
/// @param queries every question to the DNS in the order asked, with its answer
/// @param results the statements of the Authentication-Results field, in order
/// @param decision why the message is treated as it is, in one sentence of printable ASCII
public record Evidence(
        MessageFacts facts,
        Author author,
        List<SpfResult> spf,
        List<DkimResult> dkim,
        ArcResult arc,
        DmarcResult dmarc,
        Optional<IprevResult> iprev,
        DmarcPolicy applied,
        List<PolicyOverride> overrides,
        Optional<OverrideRule> rule,
        List<Lookups.Asked> queries,
        List<ResultInfo> results,
        String decision) {
    /// Copies the lists.
    public Evidence {
        spf = List.copyOf(spf);
        dkim = List.copyOf(dkim);
        overrides = List.copyOf(overrides);
        queries = List.copyOf(queries);
        results = List.copyOf(results);
    }

    /// The same about a message that a rule of the administrator's treats otherwise.
    ///
    /// @param other what is done on account of DMARC
    /// @param why the reason, which takes the place of the others
    Evidence overruled(DmarcPolicy other, PolicyOverride why) {
        List<ResultInfo> changed = new ArrayList<>(results);
        changed.replaceAll(info ->
                info.method().equals("dmarc") ? Statements.explained(dmarc.toResultInfo(other), List.of(why)) : info);
        return new Evidence(
                facts,
                author,
                spf,
                dkim,
                arc,
                dmarc,
                iprev,
                other,
                List.of(why),
                rule,
                queries,
                changed,
                decision + "; then " + why);
    }
}
