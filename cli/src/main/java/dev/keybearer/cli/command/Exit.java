package dev.keybearer.cli.command;

import dev.keybearer.cli.wiring.WiringFailure;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.secret.SecretFailure;
import org.jspecify.annotations.Nullable;

/** What the process says when it ends. */
public enum Exit {
  /** The desired state holds. */
  OK(0),
  /** It does not, for none of the reasons below. */
  FAILED(1),
  /** The command line is not understood. */
  USAGE(2),
  /** The config cannot be used. */
  CONFIG(3),
  /** The issuer said no. */
  REFUSED(4),
  /** The issuer could not be asked. */
  UNREACHABLE(5),
  /** The issuer was asked too often. */
  QUOTA(6),
  /** A token or a ledger is not what it claims to be. */
  UNVERIFIED(7);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /** The exit code of the process. */
  public int code() {
    return code;
  }

  /** What a failure that can be explained says at the end, or null when it is none of those. */
  public static @Nullable Exit of(Exception failure) {
    return switch (failure) {
      case TokenFailure token -> of(token.kind());
      case SecretFailure secret -> CONFIG;
      case WiringFailure wiring -> CONFIG;
      case Misuse misuse -> USAGE;
      case StoreFailure store -> FAILED;
      case StreamFailure stream -> of(stream.kind());
      default -> null;
    };
  }

  /** What a stream that cannot be had says at the end. */
  static Exit of(StreamFailure.Kind kind) {
    return switch (kind) {
      case UNAUTHENTICATED, FORBIDDEN, CREDENTIAL -> REFUSED;
      case GONE, UNAVAILABLE -> UNREACHABLE;
      case CROWDED -> QUOTA;
      case MISPLANNED -> CONFIG;
      case CURSOR_EXPIRED, POSITION_UNUSABLE -> FAILED;
    };
  }

  private static Exit of(TokenFailure.Kind kind) {
    return switch (kind) {
      case REFUSED, NEEDS_LOGIN, SCOPE_MISSING -> REFUSED;
      case UNREACHABLE, OUT_OF_PATIENCE -> UNREACHABLE;
      case THROTTLED -> QUOTA;
      case SECRET_UNREADABLE -> CONFIG;
      case STORE_UNUSABLE, CLOSED -> FAILED;
    };
  }
}
