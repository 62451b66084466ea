package dev.keybearer.gateway.route;

/**
 * Calls, and what becomes of them.
 *
 * @param <T> whatever a route leads to
 */
public record Route<T>(Match match, T target) {}
