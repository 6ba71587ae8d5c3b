/// What every other package stands on: octets kept as received, the character classes of mail, the outcome of a
/// parser, and the limits on the work that one message may cause.
package org.vidimus.policy.base;
