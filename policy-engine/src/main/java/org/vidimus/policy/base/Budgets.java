package org.vidimus.policy.base;

import java.time.Duration;

/// How much work one message may cause: every limit of this module, in one place.
///
/// A limit is never a way past us. What happens over each is said below; none of them makes a forged field
/// survive.
///
/// Immutable.
///
/// @param headerFields header fields of one message, a count of at least 1. Beyond it
///     [org.vidimus.policy.message.RawMessage#parse] refuses, and an examination refuses mail from outside;
///     from mail that it does not verify it goes on removing forged fields. Default: 10,000
/// @param headerBytes octets of the whole header, names, colons and line ends included, at least 1. Beyond it
///     as for `headerFields`. Default: 2,097,152 (2 MiB)
/// @param authenticationResultsBytes octets of the values of all Authentication-Results fields of one message,
///     at least 1. What is beyond is not read: the parser calls such a value malformed, and on incoming mail
///     such fields are removed. Default: 131,072 (128 KiB)
/// @param forgedFields Authentication-Results fields removed from one message, a count of at least 1. A
///     message with more is refused: each removal makes an MTA walk its header once more, so their number
///     would become the sender's lever on the MTA. Default: 500
/// @param recipients recipients of one message that are kept, for the rules about signing; at least 1. Those
///     beyond take no part in them, which the log says. Default: 10,000
/// @param dns questions to the DNS. Default: [Dns#DEFAULT]
/// @param spf one evaluation of SPF. Default: [Spf#DEFAULT]
/// @param signatures DKIM signatures and ARC sets. Default: [Signatures#DEFAULT]
/// @param sieve one script and one run of it. Default: [Sieve#DEFAULT]
public record Budgets(
        int headerFields,
        int headerBytes,
        int authenticationResultsBytes,
        int forgedFields,
        int recipients,
        Dns dns,
        Spf spf,
        Signatures signatures,
        Sieve sieve) {

    /// The defaults.
    public static final Budgets DEFAULT = new Budgets(
            10_000, 2 << 20, 128 << 10, 500, 10_000, Dns.DEFAULT, Spf.DEFAULT, Signatures.DEFAULT, Sieve.DEFAULT);

    /// The DNS on behalf of one message. A quarter of `questions` and of `timePerMessage` is kept for the
    /// evaluation of DMARC, which comes last.
    ///
    /// @param questions different questions asked for one message by all protocols together, at least 1. The
    ///     next one is answered as [org.vidimus.policy.dns.Answer.Unavailable]. Default: 200
    /// @param timePerQuestion how long one question may take, retries included; positive. Default: 5 s
    /// @param timePerMessage how long a message may wait for the DNS in all, its questions at the same time
    ///     counted once; positive. Then as for `questions`. Default: 25 s, inside the 30 s that Postfix waits
    ///     for a command
    /// @param aliases CNAME records followed for one question, at least 1. Default: 10
    /// @param recordsPerAnswer records taken from one answer, at least 1. An answer with more counts as
    ///     malformed. Default: 500
    public record Dns(
            int questions, Duration timePerQuestion, Duration timePerMessage, int aliases, int recordsPerAnswer) {
        /// The defaults.
        public static final Dns DEFAULT = new Dns(200, Duration.ofSeconds(5), Duration.ofSeconds(25), 10, 500);

        /// Checks the ranges.
        ///
        /// @throws IllegalArgumentException if a limit is below 1 or a time is not positive
        public Dns {
            Require.atLeastOne("questions", questions);
            Require.atLeastOne("aliases", aliases);
            Require.atLeastOne("recordsPerAnswer", recordsPerAnswer);
            Require.positive("timePerQuestion", timePerQuestion);
            Require.positive("timePerMessage", timePerMessage);
        }
    }

    /// One evaluation of SPF ([RFC 7208 §4.6.4](https://www.rfc-editor.org/rfc/rfc7208#section-4.6.4)).
    ///
    /// @param terms terms that ask the DNS, recursion included; the next one is a permerror. At least 1.
    ///     Default: 10
    /// @param voidLookups lookups of terms that find nothing; the next one is a permerror. At least 0.
    ///     Default: 2
    /// @param mxNames names of one `mx` term; more are a permerror. At least 1. Default: 10
    /// @param ptrNames names of one PTR answer that are looked at; the rest is ignored. At least 1. Default:
    ///     10
    /// @param time how long one evaluation may take, positive; then temperror. Default: 20 s
    /// @param recordBytes octets of one record that are read, at least 1; a longer one is a permerror.
    ///     Default: 16,384
    public record Spf(int terms, int voidLookups, int mxNames, int ptrNames, Duration time, int recordBytes) {
        /// The defaults.
        public static final Spf DEFAULT = new Spf(10, 2, 10, 10, Duration.ofSeconds(20), 16 << 10);

        /// Checks the ranges.
        ///
        /// @throws IllegalArgumentException if a limit is below its least value or the time is not positive
        public Spf {
            Require.atLeastOne("terms", terms);
            Require.atLeastOne("voidLookups + 1", voidLookups + 1);
            Require.atLeastOne("mxNames", mxNames);
            Require.atLeastOne("ptrNames", ptrNames);
            Require.atLeastOne("recordBytes", recordBytes);
            Require.positive("time", time);
        }
    }

    /// Signatures on one message.
    ///
    /// @param dkim DKIM signatures that are verified, those of the author's domain first; the others are
    ///     reported as not evaluated. At least 1. Default: 10
    /// @param arcSets ARC sets; more are a failed chain ([RFC 8617
    ///     §4.2.1](https://www.rfc-editor.org/rfc/rfc8617#section-4.2.1)). At least 1. Default: 50
    /// @param fieldBytes octets of one DKIM-Signature or ARC field that are read, at least 1. Default: 65,536
    /// @param signedFields names in one `h=` tag, at least 1; more are a syntax error. Default: 1,000
    /// @param keyBytes octets of one key record, at least 1; more are a syntax error. Default: 16,384
    public record Signatures(int dkim, int arcSets, int fieldBytes, int signedFields, int keyBytes) {
        /// The defaults.
        public static final Signatures DEFAULT = new Signatures(10, 50, 64 << 10, 1_000, 16 << 10);

        /// Checks the ranges.
        ///
        /// @throws IllegalArgumentException if a limit is below 1
        public Signatures {
            Require.atLeastOne("dkim", dkim);
            Require.atLeastOne("arcSets", arcSets);
            Require.atLeastOne("fieldBytes", fieldBytes);
            Require.atLeastOne("signedFields", signedFields);
            Require.atLeastOne("keyBytes", keyBytes);
        }
    }

    /// A Sieve script and one run of it.
    ///
    /// @param scriptBytes octets of one script; a larger one is not compiled. Default: 1,048,576 (1 MiB)
    /// @param nesting how deep blocks and tests may nest ([RFC 5228
    ///     §2.10.2](https://www.rfc-editor.org/rfc/rfc5228#section-2.10.2) asks for 15). Default: 64
    /// @param includes scripts that one script includes in all, and how deep; more are not compiled. Default: 64
    /// @param work units of work of one run: one for each command, test and comparison, and one for each 64
    ///     characters that a comparison looks at. Over it the run fails. Default: 2,000,000
    /// @param time how long one run may take; positive. Over it the run fails. Default: 2 s
    /// @param variables variables of one script, included ones counted; more are not compiled ([RFC 5229
    ///     §6](https://www.rfc-editor.org/rfc/rfc5229#section-6) asks for 128). Default: 1,024
    /// @param variableChars UTF-16 code units of a value; longer ones are cut (the same section asks for 4,000).
    ///     Default: 16,384
    /// @param actions actions of one run; the next one fails it. Default: 100
    /// @param redirects redirections of one run; the next one fails it. Default: 10
    /// @param bodyBytes octets of the body that tests see; the rest is as if it were not there. Default:
    ///     4,194,304 (4 MiB)
    /// @param mime how far the body is taken apart. Default: [Mime#DEFAULT]
    public record Sieve(
            int scriptBytes,
            int nesting,
            int includes,
            int work,
            Duration time,
            int variables,
            int variableChars,
            int actions,
            int redirects,
            int bodyBytes,
            Mime mime) {
        /// The defaults.
        public static final Sieve DEFAULT = new Sieve(
                1 << 20, 64, 64, 2_000_000, Duration.ofSeconds(2), 1_024, 16 << 10, 100, 10, 4 << 20, Mime.DEFAULT);

        /// For the scripts of users, who are many and need not mean well: 128 KiB, a nesting of 32, 16 included
        /// scripts, 1,000,000 units of work and 1 s, 128 variables of 4,096 code units, 32 actions and 4
        /// redirections; the body as for [#DEFAULT].
        public static final Sieve USER = new Sieve(
                128 << 10, 32, 16, 1_000_000, Duration.ofSeconds(1), 128, 4 << 10, 32, 4, 4 << 20, Mime.DEFAULT);

        /// Limits with the defaults for parts.
        public Sieve(
                int scriptBytes,
                int nesting,
                int includes,
                int work,
                Duration time,
                int variables,
                int variableChars,
                int actions,
                int redirects,
                int bodyBytes) {
            this(
                    scriptBytes,
                    nesting,
                    includes,
                    work,
                    time,
                    variables,
                    variableChars,
                    actions,
                    redirects,
                    bodyBytes,
                    Mime.DEFAULT);
        }

        /// Checks the ranges.
        ///
        /// @throws IllegalArgumentException if a limit is below 1 or the time is not positive
        public Sieve {
            Require.atLeastOne("scriptBytes", scriptBytes);
            Require.atLeastOne("nesting", nesting);
            Require.atLeastOne("includes", includes);
            Require.atLeastOne("work", work);
            Require.positive("time", time);
            Require.atLeastOne("variables", variables);
            Require.atLeastOne("variableChars", variableChars);
            Require.atLeastOne("actions", actions);
            Require.atLeastOne("redirects", redirects);
            Require.atLeastOne("bodyBytes", bodyBytes);
        }
    }

    /// A message taken apart into its parts ([RFC 2045](https://www.rfc-editor.org/rfc/rfc2045)).
    ///
    /// @param parts parts of one message, containers counted; those beyond are left out. At least 1. Default:
    ///     1,000
    /// @param depth parts within parts; what is nested deeper is not taken apart. At least 1. Default: 32
    /// @param headerBytes octets of the headers of all parts; what comes behind is left out. At least 1.
    ///     Default: 1,048,576 (1 MiB)
    public record Mime(int parts, int depth, int headerBytes) {
        /// The defaults.
        public static final Mime DEFAULT = new Mime(1_000, 32, 1 << 20);

        /// Checks the ranges.
        ///
        /// @throws IllegalArgumentException if a limit is below 1
        public Mime {
            Require.atLeastOne("parts", parts);
            Require.atLeastOne("depth", depth);
            Require.atLeastOne("headerBytes", headerBytes);
        }
    }

    /// Checks that every limit is at least 1.
    ///
    /// @throws IllegalArgumentException if one is not
    public Budgets {
        Require.atLeastOne("headerFields", headerFields);
        Require.atLeastOne("headerBytes", headerBytes);
        Require.atLeastOne("authenticationResultsBytes", authenticationResultsBytes);
        Require.atLeastOne("forgedFields", forgedFields);
        Require.atLeastOne("recipients", recipients);
    }

    /// Limits on the header, with the defaults for everything else.
    public Budgets(int headerFields, int headerBytes, int authenticationResultsBytes, int forgedFields) {
        this(
                headerFields,
                headerBytes,
                authenticationResultsBytes,
                forgedFields,
                DEFAULT.recipients,
                Dns.DEFAULT,
                Spf.DEFAULT,
                Signatures.DEFAULT,
                Sieve.DEFAULT);
    }

    /// The same limits with others on questions to the DNS.
    public Budgets with(Dns dns) {
        return new Budgets(
                headerFields,
                headerBytes,
                authenticationResultsBytes,
                forgedFields,
                recipients,
                dns,
                spf,
                signatures,
                sieve);
    }

    /// The same limits with others on Sieve scripts.
    public Budgets with(Sieve scripts) {
        return new Budgets(
                headerFields,
                headerBytes,
                authenticationResultsBytes,
                forgedFields,
                recipients,
                dns,
                spf,
                signatures,
                scripts);
    }

    /// The same limits with another number of recipients.
    public Budgets withRecipients(int most) {
        return new Budgets(
                headerFields, headerBytes, authenticationResultsBytes, forgedFields, most, dns, spf, signatures, sieve);
    }
}
