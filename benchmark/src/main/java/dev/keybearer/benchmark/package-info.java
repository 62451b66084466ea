/** The measurements by name; what they are stands in the packages below. */
@org.jspecify.annotations.NullMarked
package dev.keybearer.benchmark;
