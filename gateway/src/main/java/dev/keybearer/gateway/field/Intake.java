package dev.keybearer.gateway.field;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One header while it is read, line by line. For one thread. */
final class Intake {
  /** More digits than any body has, and fewer than a long can hold. */
  private static final int MOST_DIGITS = 18;

  private static final BodyLength NO_BODY = new BodyLength.None();

  private final KnownNames names;
  private final List<Field> passing;
  private final List<String> proofs = new ArrayList<>(0);
  private final List<String> options = new ArrayList<>(0);
  private @Nullable Host host;
  private @Nullable String authorization;
  private @Nullable Credentials credentials;
  private @Nullable BodyLength body;

  /**
   * An intake.
   *
   * @param lines at most
   */
  Intake(KnownNames names, int lines) {
    this.names = names;
    this.passing = new ArrayList<>(lines);
  }

  /** Takes a line; answers what is wrong with it, or null. */
  @Nullable FieldFault take(Line line) {
    FieldKind usual = names.usual(line.name());
    if (usual == FieldKind.AUTHORIZATION) {
      return authorization(line.value());
    }
    if (usual != null) {
      return Grammar.isValue(line.value()) ? take(line, usual) : FieldFault.VALUE;
    }
    FieldFault fault = Field.fault(line.name(), line.value());
    if (fault != null) {
      return fault;
    }
    FieldKind kind = names.kind(line.name());
    boolean written = kind == FieldKind.PLAIN || kind == FieldKind.OURS;
    if (!written && KnownNames.isAlias(line.name())) {
      return FieldFault.ALIAS;
    }
    return take(line, kind);
  }

  private @Nullable FieldFault take(Line line, FieldKind kind) {
    return switch (kind) {
      case PLAIN, COOKIE -> pass(line);
      case ONCE -> passOnce(line);
      case HOST -> host(line.value());
      case AUTHORIZATION -> authorization(line.value());
      case LENGTH -> length(line.value());
      case CODING -> coding(line.value());
      case CONNECTION -> connection(line.value());
      case PROOF -> {
        proofs.add(line.value());
        yield null;
      }
      case HOP, OURS -> null;
    };
  }

  /** What the whole of it amounts to. */
  FieldsJudgement judgement() {
    if (host == null) {
      return new FieldsJudgement.Refused(FieldFault.HOST_MISSING, "Host");
    }
    if (!options.isEmpty()) {
      passing.removeIf(this::isOfConnection);
    }
    BodyLength length = body == null ? NO_BODY : body;
    return new JudgedFields(host, authorization, credentials, proofs, length, passing);
  }

  private @Nullable FieldFault pass(Line line) {
    passing.add(Field.judged(line));
    return null;
  }

  private @Nullable FieldFault passOnce(Line line) {
    for (Field field : passing) {
      if (field.isNamed(line.name())) {
        return FieldFault.REPEATED;
      }
    }
    return pass(line);
  }

  private @Nullable FieldFault host(String value) {
    if (host != null) {
      return FieldFault.REPEATED;
    }
    host = Host.parse(value);
    return host == null ? FieldFault.HOST : null;
  }

  private @Nullable FieldFault authorization(String value) {
    if (authorization != null) {
      return FieldFault.REPEATED;
    }
    Credentials carried = AuthorizationValue.parse(value);
    boolean judged = carried instanceof Credentials.Presented; // nothing else is in such a value
    if (!judged && !Grammar.isValue(value)) {
      return FieldFault.VALUE;
    }
    authorization = value;
    credentials = carried;
    return null;
  }

  private @Nullable FieldFault length(String value) {
    if (body != null) {
      return twice(body instanceof BodyLength.Exactly);
    }
    boolean digits = !value.isEmpty() && value.length() <= MOST_DIGITS;
    for (int i = 0; i < value.length(); i++) {
      digits &= Grammar.isDigit(value.charAt(i));
    }
    if (!digits) {
      return FieldFault.LENGTH;
    }
    body = new BodyLength.Exactly(Long.parseLong(value));
    return null;
  }

  /** One spelling only: recipients differ on the case, on parameters and on further codings. */
  private @Nullable FieldFault coding(String value) {
    if (body != null) {
      return twice(body instanceof BodyLength.Chunked);
    }
    if (!value.equals("chunked")) {
      return FieldFault.CODING;
    }
    body = new BodyLength.Chunked();
    return null;
  }

  private static FieldFault twice(boolean same) {
    return same ? FieldFault.REPEATED : FieldFault.LENGTH_AND_CODING;
  }

  private @Nullable FieldFault connection(String value) {
    for (String option : Grammar.elements(value)) {
      if (!Grammar.isToken(option)) {
        return FieldFault.CONNECTION;
      }
      if (names.kind(option).stays()) {
        return FieldFault.CONNECTION_NAMES;
      }
      options.add(option);
    }
    return null;
  }

  private boolean isOfConnection(Field field) {
    for (String option : options) {
      if (field.isNamed(option)) {
        return true;
      }
    }
    return false;
  }
}
