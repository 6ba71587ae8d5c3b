package org.vidimus.milter.client;

import java.util.ArrayList;
import java.util.List;

/// What an MTA logs about a filter without holding it against it. Bounded: what comes after is counted only.
///
/// Confined to the session's thread.
final class Remarks {
    private static final int MOST = 100;

    private final List<String> texts = new ArrayList<>();
    private int more;

    void add(String text) {
        if (texts.size() < MOST) {
            texts.add(text);
        } else {
            more++;
        }
    }

    List<String> take() {
        if (more > 0) {
            texts.add("and " + more + " more");
        }
        List<String> taken = List.copyOf(texts);
        texts.clear();
        more = 0;
        return taken;
    }
}
