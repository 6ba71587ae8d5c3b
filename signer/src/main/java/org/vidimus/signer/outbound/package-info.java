/// Signing at work: the pipeline's messages meet the decisions and the keys. What is decided elsewhere is
/// carried out here: the checks of form that no message may fail that is signed, the signatures themselves, on
/// threads of their own, and what becomes of a message whose key fails.
@org.jspecify.annotations.NullMarked
package org.vidimus.signer.outbound;
