package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import java.util.Map;

/** The way a token is asked for, with what only that way needs. */
public sealed interface GrantConfig
    permits GrantConfig.ClientCredentials,
        GrantConfig.RefreshToken,
        GrantConfig.AuthorizationCode,
        GrantConfig.DeviceCode,
        GrantConfig.JwtBearer,
        GrantConfig.Saml2Bearer,
        ExchangeConfig {
  /** The keys that each grant has. */
  Map<Kind, Shape<? extends GrantConfig>> SHAPES =
      Map.of(
          Kind.CLIENT_CREDENTIALS, ClientCredentials.SHAPE,
          Kind.REFRESH_TOKEN, RefreshToken.SHAPE,
          Kind.AUTHORIZATION_CODE, AuthorizationCode.SHAPE,
          Kind.DEVICE_CODE, DeviceCode.SHAPE,
          Kind.JWT_BEARER, JwtBearer.SHAPE,
          Kind.SAML2_BEARER, Saml2Bearer.SHAPE,
          Kind.TOKEN_EXCHANGE, ExchangeConfig.SHAPE);

  /** The grants. */
  enum Kind implements Word {
    /** The client's own. */
    CLIENT_CREDENTIALS,
    /** With a refresh token that somebody obtained. */
    REFRESH_TOKEN,
    /** A user's, through a browser. */
    AUTHORIZATION_CODE,
    /** A user's, through another device. */
    DEVICE_CODE,
    /** With a signed assertion. */
    JWT_BEARER,
    /** With a SAML assertion. */
    SAML2_BEARER,
    /** With another token. */
    TOKEN_EXCHANGE
  }

  /** The grant it is. */
  Kind kind();

  /** RFC 6749 section 4.4. */
  record ClientCredentials() implements GrantConfig {
    private static final Shape<ClientCredentials> SHAPE =
        Keys.of("The client's own token.").build(in -> new ClientCredentials());

    @Override
    public Kind kind() {
      return Kind.CLIENT_CREDENTIALS;
    }
  }

  /**
   * RFC 6749 section 6, from a refresh token that somebody else obtained.
   *
   * @param seed where the first refresh token is; later ones rest in the store
   */
  record RefreshToken(SecretReference seed) implements GrantConfig {
    private static final Shape<RefreshToken> SHAPE = shape();

    private static Shape<RefreshToken> shape() {
      var keys = Keys.of("A token from a refresh token.");
      var seed =
          keys.required("refresh-token", SecretReference.TYPE, "Where the first refresh token is.");
      return keys.build(in -> new RefreshToken(in.get(seed)));
    }

    @Override
    public Kind kind() {
      return Kind.REFRESH_TOKEN;
    }
  }

  /**
   * RFC 6749 section 4.1 with RFC 7636.
   *
   * @param redirectPort on which the answer of the browser is awaited; 0 for any
   */
  record AuthorizationCode(int redirectPort) implements GrantConfig {
    private static final Shape<AuthorizationCode> SHAPE = shape();

    private static Shape<AuthorizationCode> shape() {
      var keys = Keys.of("A user's token, through a browser.");
      var port =
          keys.defaulted(
              "redirect-port",
              Texts.whole(0, 65_535),
              "0",
              "Port on which the answer of the browser is awaited; 0 for any.");
      return keys.build(in -> new AuthorizationCode(in.get(port)));
    }

    @Override
    public Kind kind() {
      return Kind.AUTHORIZATION_CODE;
    }
  }

  /** RFC 8628. */
  record DeviceCode() implements GrantConfig {
    private static final Shape<DeviceCode> SHAPE =
        Keys.of("A user's token, through another device.").build(in -> new DeviceCode());

    @Override
    public Kind kind() {
      return Kind.DEVICE_CODE;
    }
  }

  /**
   * RFC 7523 section 2.1.
   *
   * @param assertion that is presented
   */
  record JwtBearer(AssertionConfig assertion) implements GrantConfig {
    private static final Shape<JwtBearer> SHAPE = shape();

    private static Shape<JwtBearer> shape() {
      var keys = Keys.of("A token for a signed assertion.");
      var assertion =
          keys.required(
              "assertion", AssertionConfig.TYPE, "Where the assertion is, or its claims.");
      return keys.build(in -> new JwtBearer(in.get(assertion)));
    }

    @Override
    public Kind kind() {
      return Kind.JWT_BEARER;
    }
  }

  /**
   * RFC 7522 section 2.1.
   *
   * @param assertion where the SAML assertion is
   */
  record Saml2Bearer(SecretReference assertion) implements GrantConfig {
    private static final Shape<Saml2Bearer> SHAPE = shape();

    private static Shape<Saml2Bearer> shape() {
      var keys = Keys.of("A token for a SAML assertion.");
      var assertion = keys.required("assertion", SecretReference.TYPE, "Where the assertion is.");
      return keys.build(in -> new Saml2Bearer(in.get(assertion)));
    }

    @Override
    public Kind kind() {
      return Kind.SAML2_BEARER;
    }
  }
}
