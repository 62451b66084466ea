package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.Acts.Action;
import org.jspecify.annotations.Nullable;

/**
 * What a route of the admin port leads to.
 *
 * @param action what is recorded when it is asked for, or null for what only shows something
 */
record Page(Access access, @Nullable Action action, Work work) {
  private static final Refusal NO_READER = Refusal.forbidden("this client has no role to read");
  private static final Refusal NO_OPERATOR =
      Refusal.forbidden("this client has no role to operate");
  private static final Refusal NOT_ITS_TOKEN =
      Refusal.forbidden("this client may not have that token: name the credential in its tokens");
  private static final Refusal NO_CLIENTS =
      Refusal.forbidden(
          "tokens go to known clients only: configure an admin client with the credential in its"
              + " tokens");

  static Page open(Work work) {
    return new Page(Access.OPEN, null, work);
  }

  static Page read(Work work) {
    return new Page(Access.READ, null, work);
  }

  static Page operate(Action action, Work work) {
    return new Page(Access.OPERATE, action, work);
  }

  static Page token(Work work) {
    return new Page(Access.TOKEN, Action.TOKEN_FETCHED, work);
  }

  /** Why a visitor does not get it, or null. */
  @Nullable Refusal judge(Visit visit) {
    Visitor visitor = visit.visitor();
    return switch (access) {
      case OPEN -> null;
      case READ -> visitor.roles().contains(Role.READ) ? null : NO_READER;
      case OPERATE -> visitor.roles().contains(Role.OPERATE) ? null : NO_OPERATOR;
      case TOKEN -> judge(visitor, visit.name(1));
    };
  }

  private static @Nullable Refusal judge(Visitor visitor, String token) {
    if (visitor.equals(Visitor.LOCAL)) {
      return NO_CLIENTS;
    }
    return visitor.tokens().contains(token) ? null : NOT_ITS_TOKEN;
  }

  /** Who may come. */
  enum Access {
    /** Anybody, unasked. */
    OPEN,
    /** Whoever may read. */
    READ,
    /** Whoever may operate. */
    OPERATE,
    /** Whoever may have the token that is named. */
    TOKEN
  }

  /** Answers a visit. */
  @FunctionalInterface
  interface Work {
    Reply answer(Visit visit) throws BadRequest;
  }
}
