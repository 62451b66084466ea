/**
 * Makes the objects of the library out of the records of a config; the only place that knows both.
 */
package dev.keybearer.cli.wiring;
