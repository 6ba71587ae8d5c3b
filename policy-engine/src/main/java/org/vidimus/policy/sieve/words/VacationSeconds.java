package org.vidimus.policy.sieve.words;

import java.util.List;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Phase;

/// The tag `:seconds` of `vacation`, which comes with it ([RFC 6131](https://www.rfc-editor.org/rfc/rfc6131)).
final class VacationSeconds implements Extension {
    static final String NAME = "vacation-seconds";

    @Override
    public String capability() {
        return NAME;
    }

    @Override
    public boolean isFor(Phase phase) {
        return phase == Phase.DELIVERY;
    }

    @Override
    public List<String> implied() {
        return List.of(VacationExtension.NAME);
    }
}
