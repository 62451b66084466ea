/**
 * What streams lose and cost, beside two other clients. The ledger of the simulator is the judge
 * ({@code Fate}); {@code Trial}s are the lives that a {@code Subject} is led through.
 */
@org.jspecify.annotations.NullMarked
package dev.keybearer.benchmark.stream;
