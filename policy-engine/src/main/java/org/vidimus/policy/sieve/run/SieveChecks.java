package org.vidimus.policy.sieve.run;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.spf.SpfResult;

/// What was found out about a message before the script runs.
///
/// Immutable.
///
/// @param spf MAIL FROM first, then HELO where there was one
/// @param dkim one for each signature, in the order of the fields
/// @param arc what the ARC sets are worth
/// @param dmarc what DMARC says
/// @param iprev whether address and name of the client confirm each other
/// @param applied what the configuration makes of DMARC's result, after overrides
/// @param results the statements of our Authentication-Results field
public record SieveChecks(
        List<SpfResult> spf,
        List<DkimResult> dkim,
        ArcResult arc,
        DmarcResult dmarc,
        Optional<IprevResult> iprev,
        DmarcPolicy applied,
        List<ResultInfo> results) {
    /// Copies the lists.
    public SieveChecks {
        spf = List.copyOf(spf);
        dkim = List.copyOf(dkim);
        results = List.copyOf(results);
    }
}
