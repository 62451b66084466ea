package dev.keybearer.token.turnstile;

import java.time.Instant;

/**
 * Why a call is not let through: its origin asks for more patience than the call has, or too many
 * wait already.
 *
 * @param until when the origin takes calls again, as far as it has said
 * @param waiting how many stand in the row
 */
public record HeldBack(Origin origin, Instant until, int waiting) {}
