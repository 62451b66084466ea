/**
 * What all measurements need: processes and processors, tokens of a fleet of credentials, figures
 * and the tables that they are put into. Knows none of the measurements.
 */
@org.jspecify.annotations.NullMarked
package dev.keybearer.benchmark.tool;
