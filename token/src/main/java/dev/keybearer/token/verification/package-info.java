/** Judges the tokens that others present: keys, expectations and verdicts. */
package dev.keybearer.token.verification;
