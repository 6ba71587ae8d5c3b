package org.vidimus.mta.sieve;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.delivery.Answer;
import org.vidimus.policy.sieve.delivery.DeliveryPlan;
import org.vidimus.policy.sieve.delivery.DeliveryPlanner;
import org.vidimus.policy.sieve.delivery.Recipient;
import org.vidimus.policy.sieve.run.SieveMessage;

/// Runs the scripts of users on mail that comes for them. Nothing is lost by a script that cannot be run or fails: such
/// a
/// message goes into the inbox.
///
/// Thread-safe if its parts are.
public final class SieveDelivery {
    private final UserScripts scripts;
    private final AnswerMemory memory;
    private final DeliveryPlanner planner;
    private final Clocks clocks;
    private final Budgets budgets;

    /// The clocks of a delivery.
    ///
    /// @param now the time of day
    /// @param zone in which the dates of scripts are
    /// @param nanoTime a clock of nanoseconds that only moves forward, for the limit of time
    public record Clocks(InstantSource now, ZoneId zone, LongSupplier nanoTime) {}

    /// @param budgets the limits of headers and of bodies
    public SieveDelivery(
            UserScripts scripts, AnswerMemory memory, DeliveryPlanner planner, Clocks clocks, Budgets budgets) {
        this.scripts = scripts;
        this.memory = memory;
        this.planner = planner;
        this.clocks = clocks;
        this.budgets = budgets;
    }

    /// What is to be done with a message for one recipient. An answer in the plan is remembered as given.
    ///
    /// @param user whose scripts
    /// @param recipient the address to which it came, and the user's others
    public Planned plan(Arrival arrival, ScriptName user, Recipient recipient) {
        return switch (scripts.active(user)) {
            case UserScripts.Active.None _ ->
                new Planned(arrival.octets(), Optional.empty(), DeliveryPlan.withoutScript());
            case UserScripts.Active.Broken(String why) -> kept(arrival, "the script of " + user + ": " + why);
            case UserScripts.Active.Ready(SieveScript script) ->
                switch (RawMessage.parse(arrival.octets(), budgets)) {
                    case Parsed.Malformed<RawMessage>(var _, String why) -> kept(arrival, why);
                    case Parsed.Ok<RawMessage>(RawMessage raw) -> run(script, arrival, raw, user, recipient);
                };
        };
    }

    private static Planned kept(Arrival arrival, String note) {
        return new Planned(
                arrival.octets(),
                Optional.empty(),
                noted(DeliveryPlan.withoutScript(), Optional.empty(), List.of(note)));
    }

    private Planned run(SieveScript script, Arrival arrival, RawMessage raw, ScriptName user, Recipient recipient) {
        SieveMessage message = message(arrival, raw, recipient);
        DeliveryPlan plan =
                planner.plan(script.run(message, clocks.nanoTime(), false), message, recipient, arrival.door());
        return new Planned(arrival.octets(), Optional.of(raw), remembered(plan, user, message));
    }

    private SieveMessage message(Arrival arrival, RawMessage raw, Recipient recipient) {
        Map<String, String> environment = new HashMap<>(arrival.environment());
        // RFC 5183 §4.1.
        environment.put("name", "Vidimus");
        environment.put("location", "MDA");
        environment.put("phase", "during");
        Bytes body = raw.body();
        int most = budgets.sieve().bodyBytes();
        boolean whole = body.length() <= most;
        return new SieveMessage(
                raw.header(),
                arrival.octets().length(),
                new SieveMessage.Envelope(arrival.from(), List.of(recipient.address()), arrival.auth()),
                new SieveMessage.Body(
                        whole ? body : body.slice(0, most),
                        whole,
                        raw.headerEnd() != RawMessage.HeaderEnd.END_OF_MESSAGE),
                environment,
                arrival.checks(),
                ZonedDateTime.ofInstant(clocks.now().instant(), clocks.zone()));
    }

    private DeliveryPlan remembered(DeliveryPlan plan, ScriptName user, SieveMessage message) {
        return switch (plan.answer().orElse(new Answer.None(""))) {
            case Answer.None(String why) ->
                why.isEmpty() ? plan : noted(plan, plan.answer(), List.of("vacation: not answered, " + why));
            case Answer.Due due -> {
                try {
                    yield memory.claim(user, due.key(), message.time().toInstant(), due.period())
                            ? plan
                            : silent(plan, "answered before");
                } catch (IOException e) {
                    yield silent(plan, "it cannot be remembered: " + e.getMessage());
                }
            }
        };
    }

    private static DeliveryPlan silent(DeliveryPlan plan, String why) {
        return noted(plan, Optional.of(new Answer.None(why)), List.of("vacation: not answered, " + why));
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a component, changed
    private static DeliveryPlan noted(DeliveryPlan plan, Optional<Answer> answer, List<String> more) {
        List<String> notes = new ArrayList<>(plan.notes());
        notes.addAll(more);
        return new DeliveryPlan(
                plan.stores(), plan.forwards(), plan.refusal(), answer, plan.header(), plan.fault(), notes);
    }
}
