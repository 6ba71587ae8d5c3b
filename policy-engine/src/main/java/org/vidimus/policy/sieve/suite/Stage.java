package org.vidimus.policy.sieve.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.EnvironmentItem;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveChecks;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.syntax.Position;

/// What the commands of one file of tests act on: the message at hand, mailboxes, settings, and how the tests
/// went.
///
/// Confined to one run of a file.
final class Stage {
    private final SuiteSettings settings;
    private final MailStore store = new MailStore();
    private final Map<String, String> config = new HashMap<>();
    private final Map<String, String> configToCome = new HashMap<>();
    private final Map<String, String> environment = EnvironmentItem.environment(Map.of(
            EnvironmentItem.LOCATION, "MDA",
            EnvironmentItem.PHASE, "during",
            EnvironmentItem.VERSION, "0",
            EnvironmentItem.INSIDE, "",
            EnvironmentItem.PROPOSED, "accept",
            EnvironmentItem.OVERRIDE, ""));
    private final Delivery delivery;
    private final List<CaseResult> cases = new ArrayList<>();
    private Optional<CaseResult.Failure> failure = Optional.empty();
    private Optional<SieveChecks> checks = Optional.empty();
    private Mail mail = Mail.INITIAL;

    Stage(SuiteSettings settings) {
        this.settings = settings;
        this.delivery = new Delivery(store, settings.deliveryFlags(), new Sender(config, settings.time()));
    }

    SuiteSettings settings() {
        return settings;
    }

    MailStore store() {
        return store;
    }

    Delivery delivery() {
        return delivery;
    }

    // How the tests go.

    void fail(Position at, String why) {
        if (failure.isEmpty()) {
            failure = Optional.of(new CaseResult.Failure(at, why));
        }
    }

    Optional<CaseResult.Failure> failure() {
        return failure;
    }

    /// Ends a test.
    void finish(String name, Position at) {
        cases.add(new CaseResult(name, at, failure));
        failure = Optional.empty();
    }

    List<CaseResult> cases() {
        return List.copyOf(cases);
    }

    // The message.

    /// The message at hand with what the run did to its header.
    Mail current(Run run) {
        if (run.headerChanges().isEmpty()) {
            return mail;
        }
        List<HeaderField> fields =
                run.header().fields().stream().map(EditedHeader.Field::field).toList();
        return mail.withOctets(Mail.joined(fields, mail.parsed().body()));
    }

    /// Goes on with another message.
    void show(Run run, Mail other) {
        mail = other;
        run.replaceMessage(message());
    }

    /// The message at hand, as scripts see it.
    SieveMessage message() {
        RawMessage raw = mail.parsed();
        return new SieveMessage(
                raw.header(),
                mail.octets().length(),
                new SieveMessage.Envelope(mail.from(), List.of(mail.to()), mail.auth()),
                new SieveMessage.Body(raw.body(), true),
                environment,
                checks,
                settings.time(),
                store::has);
    }

    /// What the checks found about the messages to come; empty if they were not verified.
    void found(Optional<SieveChecks> other) {
        checks = other;
    }

    void environment(String item, String value) {
        environment.put(item, value);
    }

    // The settings of Dovecot that tests change.

    void configure(String name, String value) {
        configToCome.put(name, value);
    }

    void unconfigure(String name) {
        configToCome.remove(name);
    }

    void reload() {
        config.clear();
        config.putAll(configToCome);
    }
}
