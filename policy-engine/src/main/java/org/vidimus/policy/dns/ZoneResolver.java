package org.vidimus.policy.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// A resolver that knows one zone file and nothing else: for tests, for `--zone FILE`, and for the lab.
///
/// The file is a master file of [RFC 1035 §5](https://www.rfc-editor.org/rfc/rfc1035#section-5); names without a
/// final dot are relative to the root, `$ORIGIN` and `$TTL` work, `$INCLUDE` and `$GENERATE` are refused. A record
/// without a TTL has one hour. Wildcards ([RFC 4592](https://www.rfc-editor.org/rfc/rfc4592)) and aliases work as
/// on a server. Comment lines of the form `;! SERVFAIL NAME TYPE` and `;! TIMEOUT NAME TYPE` make questions fail; a
/// timeout is reported at once, without waiting. `TYPE` is a record type or `ANY`. A
/// quoted string longer than 255 octets is split instead of refused.
///
/// Immutable.
public final class ZoneResolver implements Resolver {
    private static final Pattern FAULT = Pattern.compile("^;!\\s*(\\S+)\\s+(\\S+)\\s+(\\S+)\\s*$");
    private static final Pattern DNSJAVA_MESSAGE = Pattern.compile("[^:]*:(\\d+): (.*)");
    private static final Pattern GENERATE =
            Pattern.compile("^\\$GENERATE\\b", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final long DEFAULT_TTL = 3600;

    private final Map<DomainName, List<Entry>> names;
    private final Map<Question, Answer.Cause> faults;

    private ZoneResolver(Map<DomainName, List<Entry>> names, Map<Question, Answer.Cause> faults) {
        this.names = Map.copyOf(names);
        this.faults = Map.copyOf(faults);
    }

    private sealed interface Entry {
        record Alias(DomainName target) implements Entry {}

        record Holds(RecordType type, Data data) implements Entry {}
    }

    /// Reads a zone file.
    ///
    /// @return the resolver, or `Malformed` at the beginning of the line that is wrong
    public static Parsed<ZoneResolver> parse(Bytes file) {
        Builder builder = new Builder();
        int start = 0;
        for (String line : file.latin1().split("(?<=\n)")) {
            if (line.startsWith(";!")) {
                Optional<String> wrong = builder.fault(line.strip());
                if (wrong.isPresent()) {
                    return new Parsed.Malformed<>(start, wrong.get());
                }
            }
            start += line.length();
        }
        byte[] octets = LongStrings.split(file.latin1()).getBytes(StandardCharsets.ISO_8859_1);
        try (Master master = new Master(new ByteArrayInputStream(octets), Name.root, DEFAULT_TTL)) {
            master.disableIncludes(true);
            master.expandGenerate(false);
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                builder.add(record);
            }
            if (master.generators().hasNext()) {
                Matcher generate = GENERATE.matcher(file.latin1());
                return new Parsed.Malformed<>(generate.find() ? generate.start() : 0, "$GENERATE is not supported");
            }
        } catch (IOException wrong) {
            return malformed(file, String.valueOf(wrong.getMessage()));
        } catch (RuntimeException _) { // of dnsjava, which trips over some lines and does not say which
            return new Parsed.Malformed<>(0, "not a zone file");
        }
        return new Parsed.Ok<>(builder.build());
    }

    /// A resolver over the lines of a zone file, for tests and examples.
    ///
    /// @throws IllegalArgumentException if they are no zone file
    public static ZoneResolver of(String... lines) {
        return switch (parse(Bytes.utf8(String.join("\n", lines) + "\n"))) {
            case Parsed.Ok<ZoneResolver>(ZoneResolver zone) -> zone;
            case Parsed.Malformed<ZoneResolver>(int offset, String why) ->
                throw new IllegalArgumentException("octet " + (offset + 1) + ": " + why);
        };
    }

    /// An empty zone to be filled.
    public static Builder builder() {
        return new Builder();
    }

    private static Parsed<ZoneResolver> malformed(Bytes file, String message) {
        Matcher parts = DNSJAVA_MESSAGE.matcher(message);
        if (!parts.matches()) {
            return new Parsed.Malformed<>(0, Bytes.utf8(message).toString());
        }
        int offset = 0;
        for (int line = 1; line < Integer.parseInt(parts.group(1)); line++) {
            int end = file.indexOf('\n', offset);
            offset = end < 0 ? offset : end + 1;
        }
        return new Parsed.Malformed<>(offset, Bytes.utf8(parts.group(2)).toString());
    }

    /// A zone in the making. Confined to one thread.
    public static final class Builder {
        private final Map<DomainName, List<Entry>> names = new HashMap<>();
        private final Map<Question, Answer.Cause> faults = new HashMap<>();

        private Builder() {}

        /// Adds a record.
        public Builder add(DomainName name, RecordType type, Data data) {
            entries(name).add(new Entry.Holds(type, data));
            return this;
        }

        /// Adds an alias (CNAME).
        public Builder alias(DomainName name, DomainName target) {
            entries(name).add(new Entry.Alias(target));
            return this;
        }

        /// Makes a question fail.
        public Builder fail(DomainName name, RecordType type, Answer.Cause cause) {
            faults.put(new Question(name, type), cause);
            return this;
        }

        /// The resolver.
        public ZoneResolver build() {
            return new ZoneResolver(names, faults);
        }

        private void add(Record record) {
            Optional<DomainName> owner = Records.name(record.getName());
            if (owner.isEmpty()) {
                return; // the root has nothing to do with mail
            }
            List<Entry> entries = entries(owner.get());
            if (record instanceof CNAMERecord alias) {
                Records.name(alias.getTarget()).ifPresent(target -> entries.add(new Entry.Alias(target)));
                return;
            }
            for (RecordType type : RecordType.values()) {
                if (type.code() == record.getType()) {
                    Records.data(record).ifPresent(data -> entries.add(new Entry.Holds(type, data)));
                }
            }
        }

        /// The entries of `name`, which from now on exists, as does everything above it.
        private List<Entry> entries(DomainName name) {
            name.parent().ifPresent(this::entries);
            return names.computeIfAbsent(name, _ -> new ArrayList<>());
        }

        /// Reads a comment line that asks for a failure; the complaint if it is wrong.
        private Optional<String> fault(String line) {
            Matcher words = FAULT.matcher(line);
            if (!words.matches()) {
                return Optional.of("expected ;! SERVFAIL NAME TYPE or ;! TIMEOUT NAME TYPE");
            }
            Answer.Cause cause;
            switch (words.group(1).toUpperCase(Locale.ROOT)) {
                case "SERVFAIL" -> cause = Answer.Cause.SERVER_FAILURE;
                case "TIMEOUT" -> cause = Answer.Cause.TIMEOUT;
                default -> {
                    return Optional.of("neither SERVFAIL nor TIMEOUT");
                }
            }
            String type = words.group(3).toUpperCase(Locale.ROOT);
            List<RecordType> types = Stream.of(RecordType.values())
                    .filter(t -> type.equals("ANY") || t.name().equals(type))
                    .toList();
            // A type that nobody ever asks for cannot fail either.
            if (types.isEmpty() && Type.value(type) < 0) {
                return Optional.of("no such record type");
            }
            try {
                Name owner = Name.fromString(words.group(2), Name.root);
                Records.name(owner).ifPresent(name -> types.forEach(t -> fail(name, t, cause)));
                return Optional.empty();
            } catch (TextParseException _) {
                return Optional.of("not a domain name");
            }
        }
    }

    @Override
    public Answer lookup(Question question, Duration timeout) {
        return walk(question).answer();
    }

    /// An answer and how it was come by, for a name server that says it on the wire.
    ///
    /// @param names the name asked about, then the targets of the aliases; at least 1
    /// @param answer what there is at the last of them
    record Walk(List<DomainName> names, Answer answer) {}

    Walk walk(Question question) {
        List<DomainName> path = new ArrayList<>(List.of(question.name()));
        while (path.size() <= Budgets.Dns.DEFAULT.aliases() + 1) {
            DomainName name = path.getLast();
            Answer.Cause fault = faults.get(new Question(name, question.type()));
            if (fault != null) {
                return new Walk(path, new Answer.Unavailable(fault, fault.word() + ", as the zone file asks"));
            }
            Optional<List<Entry>> entries = entries(name);
            if (entries.isEmpty()) {
                return new Walk(path, new Answer.NoSuchName());
            }
            Optional<DomainName> target = entries.get().stream()
                    .flatMap(entry -> entry instanceof Entry.Alias(DomainName t) ? Stream.of(t) : Stream.empty())
                    .findFirst();
            if (target.isEmpty()) {
                return new Walk(path, answer(entries.get(), question.type()));
            }
            path.add(target.get());
        }
        return new Walk(path, new Answer.Unavailable(Answer.Cause.MALFORMED, "too many aliases"));
    }

    /// What stands at `name`, or at the wildcard of the closest name above that exists (RFC 4592 §3.3.1).
    private Optional<List<Entry>> entries(DomainName name) {
        List<Entry> exact = names.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        Optional<DomainName> above = name.parent();
        while (above.isPresent() && !names.containsKey(above.get())) {
            above = above.get().parent();
        }
        return above.flatMap(closest -> closest.under("*")).map(names::get);
    }

    private static Answer answer(List<Entry> entries, RecordType type) {
        List<Data> records = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Holds(RecordType held, Data data) && held == type) {
                records.add(data);
            }
        }
        return records.isEmpty() ? new Answer.NoRecords() : new Answer.Found(records, false);
    }
}
