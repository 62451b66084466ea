package dev.keybearer.gateway.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with one credential.
 *
 * @param name what people call it
 * @param needed whether anybody ever asked for its token
 * @param usable whether whoever asks at this moment is given one
 * @param endsAt the end of its token, or null when there is none
 */
public record CredentialState(
    String name, boolean needed, boolean usable, @Nullable Instant endsAt) {}
