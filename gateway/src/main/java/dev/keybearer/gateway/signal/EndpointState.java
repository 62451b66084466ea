package dev.keybearer.gateway.signal;

/**
 * How it stands with an endpoint.
 *
 * @param delivered signals that arrived
 * @param failed attempts that did not
 * @param dropped signals that were given up after all attempts
 * @param shed signals that found no room
 * @param waiting signals on their way
 * @param disabled whether it said that it is gone
 */
public record EndpointState(
    String name,
    long delivered,
    long failed,
    long dropped,
    long shed,
    int waiting,
    boolean disabled) {}
