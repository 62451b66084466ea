/**
 * The daemon as its users start it: how it begins ({@code Footprint}), what others notice of
 * callers and upstreams that do harm ({@code Harms}), and whether it stays as it is ({@code Soak}).
 */
@org.jspecify.annotations.NullMarked
package dev.keybearer.benchmark.daemon;
