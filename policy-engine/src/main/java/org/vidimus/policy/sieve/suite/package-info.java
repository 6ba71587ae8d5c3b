/// Tests of scripts, written in the language of scripts: files called `.svtest`.
///
/// The words are those of `vnd.dovecot.testsuite`, with which Dovecot's Pigeonhole tests itself: `test "name"
/// { ... }` is one test, `test_set "message"` gives it a message, `test_script_compile` and `test_script_run`
/// put a script to work, and `test_fail` says that something is wrong. Whatever else a file says is Sieve, held
/// against the message at hand.
package org.vidimus.policy.sieve.suite;
