package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Uris;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RFC 8693: a token for another token.
 *
 * @param subject whose token is wanted, shown by a token of theirs
 * @param subjectType of that token
 * @param actor who will use it, shown by a token of theirs, or null
 * @param actorType of that token
 * @param requestedType of the token that is wanted, or null
 * @param resources where it is to be used
 */
public record ExchangeConfig(
    TokenOrigin subject,
    URI subjectType,
    @Nullable TokenOrigin actor,
    URI actorType,
    @Nullable URI requestedType,
    List<URI> resources)
    implements GrantConfig {
  static final String SUBJECT = "subject-token";
  static final Shape<ExchangeConfig> SHAPE = shape();

  private static Shape<ExchangeConfig> shape() {
    var keys = Keys.of("A token for another token.");
    var subject = keys.required(SUBJECT, TokenOrigin.TYPE, "The token to exchange.");
    var subjectType =
        keys.defaulted("subject-token-type", TokenTypes.TYPE, "access-token", "Its type.");
    var actor = keys.optional("actor-token", TokenOrigin.TYPE, "A token of who will act.");
    var actorType =
        keys.defaulted("actor-token-type", TokenTypes.TYPE, "access-token", "Its type.");
    var requested =
        keys.optional("requested-token-type", TokenTypes.TYPE, "The type of token to ask for.");
    var resources =
        keys.defaulted("resource", ListOf.of(Uris.TYPE), "[]", "Where it is to be used.");
    return keys.build(
        in ->
            new ExchangeConfig(
                in.get(subject),
                in.get(subjectType),
                in.get(actor),
                in.get(actorType),
                in.get(requested),
                in.get(resources)));
  }

  @Override
  public Kind kind() {
    return Kind.TOKEN_EXCHANGE;
  }
}
