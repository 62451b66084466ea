package dev.keybearer.gateway.route;

/**
 * Two routes of which nobody can say which one a call takes.
 *
 * @param first the place of the one in the list of routes, from 0
 * @param second the place of the other
 * @param words what is wrong, and what to do
 */
public record Conflict(int first, int second, String words) {}
