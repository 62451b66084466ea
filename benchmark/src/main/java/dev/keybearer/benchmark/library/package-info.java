/**
 * Reads, judgements and renewals of tokens by the library, beside others: {@code Rounds} runs all
 * that have the shape of {@code ReadKeybearer} or {@code VerifyKeybearer}.
 */
@org.jspecify.annotations.NullMarked
package dev.keybearer.benchmark.library;
