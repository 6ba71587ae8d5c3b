package org.vidimus.signer.lifecycle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Question;
import org.vidimus.policy.dns.Resolver;

/// A DNS of one name server and any number of resolvers that may lag behind it. Thread-safe.
final class TestDns implements Publisher {
    private final Map<DomainName, String> zone = new ConcurrentHashMap<>();
    private final Map<String, Map<DomainName, String>> views = new LinkedHashMap<>();
    private volatile Optional<String> failure = Optional.empty();

    TestDns(String... resolvers) {
        for (String resolver : resolvers) {
            views.put(resolver, new ConcurrentHashMap<>());
        }
    }

    /// What the name server has.
    Map<DomainName, String> zone() {
        return zone;
    }

    /// Lets a resolver see what the name server has now.
    TestDns catchUp(String resolver) {
        Map<DomainName, String> view = Objects.requireNonNull(views.get(resolver));
        view.clear();
        view.putAll(zone);
        return this;
    }

    void catchUp() {
        views.keySet().forEach(this::catchUp);
    }

    /// Makes every change fail; empty: no more.
    void fail(Optional<String> why) {
        failure = why;
    }

    List<RecordCheck.Witness> witnesses() {
        return views.entrySet().stream()
                .map(view -> new RecordCheck.Witness(view.getKey(), resolver(view.getValue())))
                .toList();
    }

    private static Resolver resolver(Map<DomainName, String> view) {
        return (Question question, Duration _) -> {
            String text = view.get(question.name());
            return text == null
                    ? new Answer.NoSuchName()
                    : text.equals("SERVFAIL")
                            ? new Answer.Unavailable(Answer.Cause.SERVER_FAILURE, "servfail")
                            : new Answer.Found(List.of(new Data.Text(Bytes.utf8(text))), false);
        };
    }

    private Outcome change(Runnable change, String what) {
        if (failure.isPresent()) {
            return new Outcome.Failed(failure.get());
        }
        Map<DomainName, String> before = Map.copyOf(zone);
        change.run();
        return new Outcome.Done(what, !before.equals(zone));
    }

    @Override
    public Outcome publish(KeyRecord record) {
        return change(() -> zone.put(record.place(), record.text()), "added");
    }

    @Override
    public Outcome empty(KeyRecord record, KeyRecord emptied) {
        return change(() -> zone.put(emptied.place(), emptied.text()), "emptied");
    }

    @Override
    public Outcome remove(KeyRecord emptied) {
        return change(() -> zone.remove(emptied.place()), "removed");
    }
}
