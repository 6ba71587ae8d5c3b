/// Who signs what: the rules by which a message gets its signatures, each decision with its reasons.
@org.jspecify.annotations.NullMarked
package org.vidimus.signer.rules;
