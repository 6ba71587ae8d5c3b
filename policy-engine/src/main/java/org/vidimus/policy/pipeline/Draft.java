package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The findings while the steps put them together. Confined to one examination.
final class Draft {
    final List<HeaderEdit.Remove> removals = new ArrayList<>();
    final Set<Limit> limits = EnumSet.noneOf(Limit.class);
    final List<Note> notes = new ArrayList<>();
    Optional<Evidence> evidence = Optional.empty();
    Disposition disposition = new Disposition.Accept();
}
