package dev.keybearer.genesys.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call to the API that brought nothing, and why. Unchecked, as failures are here: code that takes
 * an {@link java.io.IOException} for a weak line and tries again must not meet it.
 */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable String correlationId;
  private final transient @Nullable Instant retryAt;

  /** A failure; the message holds no token, no body and no query. */
  public ApiFailure(Kind kind, String message, @Nullable AnswerFields fields) {
    this(kind, message, fields, null);
  }

  /** A failure that ends at a moment. */
  ApiFailure(Kind kind, String message, @Nullable AnswerFields fields, @Nullable Instant retryAt) {
    super(named(message, fields));
    this.kind = kind;
    this.correlationId = fields == null ? null : fields.correlationId();
    this.retryAt = retryAt;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What to name when asking Genesys about it, or null. */
  public @Nullable String correlationId() {
    return correlationId;
  }

  /** When a call is worth trying again, or null when nobody knows. */
  public @Nullable Instant retryAt() {
    return retryAt;
  }

  private static String named(String message, @Nullable AnswerFields fields) {
    String id = fields == null ? null : fields.correlationId();
    return id == null ? message : message + " (correlation id " + id + ")";
  }

  /** The ways in which a call fails. */
  public enum Kind {
    /** The service asks for more patience than the call has. */
    HELD_BACK,
    /** The service said no: a permission, a resource or the request is not right. */
    REFUSED,
    /** The service gave no answer, or none that can be used. */
    UNREACHABLE
  }
}
