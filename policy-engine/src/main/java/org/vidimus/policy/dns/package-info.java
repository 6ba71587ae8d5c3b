/// The DNS as mail authentication needs it: names, questions, and answers that never blur "there is none" with
/// "could not find out".
///
/// Everything that a protocol publishes (SPF, DKIM keys, DMARC) is a few records under a well-known name. Whether
/// a name has no such record, does not exist, or could not be asked about decides between `none`, `permerror` and
/// `temperror`, so [org.vidimus.policy.dns.Answer] keeps the three apart and every caller has to say what it does
/// with each.
///
/// A [org.vidimus.policy.dns.Resolver] answers one question at a time and blocks. Those that exist:
/// [org.vidimus.policy.dns.ZoneResolver] answers from a zone file, [org.vidimus.policy.dns.ServerResolver]
/// asks name servers, [org.vidimus.policy.dns.CachingResolver] remembers what they said, and
/// [org.vidimus.policy.dns.Lookups] keeps one message within its budget and remembers what was asked.
package org.vidimus.policy.dns;
