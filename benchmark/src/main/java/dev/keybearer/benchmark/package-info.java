/** Measures reading, keeping and renewing tokens, beside other libraries that do the same. */
@org.jspecify.annotations.NullMarked
package dev.keybearer.benchmark;
