package dev.keybearer.token.verification;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the keys of one issuer, for people who watch.
 *
 * @param issuer what people call it
 * @param keyIds the keys that are accepted now, by name; those without a name are left out
 * @param fetchedAt when they came, or null when none ever came
 * @param usableUntil until when they are accepted if nothing new comes, or null
 * @param trouble what went wrong last time, or null when nothing did
 * @param notes why some of the published keys are not accepted
 */
public record KeyringState(
    String issuer,
    Freshness freshness,
    List<String> keyIds,
    @Nullable Instant fetchedAt,
    @Nullable Instant usableUntil,
    @Nullable String trouble,
    List<String> notes) {
  /** No keys ever came, or they were purged. */
  static KeyringState withoutKeys(String issuer, @Nullable String trouble) {
    return new KeyringState(issuer, Freshness.FAILING, List.of(), null, null, trouble, List.of());
  }

  /** How much the keys are worth. */
  public enum Freshness {
    /** They were asked for as lately as they should be. */
    FRESH,
    /** Asking again is overdue; they are accepted for a while all the same. */
    STALE,
    /** There are none that can be accepted. */
    FAILING
  }
}
