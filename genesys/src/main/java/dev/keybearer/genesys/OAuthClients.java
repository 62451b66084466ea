package dev.keybearer.genesys;

import dev.keybearer.genesys.api.GenesysApi;
import dev.keybearer.genesys.call.ApiFailure;
import dev.keybearer.genesys.call.ApiFailure.Kind;
import dev.keybearer.genesys.call.Patience;
import dev.keybearer.genesys.call.Sending.Repeat;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * The OAuth clients of an organisation, administered with the tokens of a source whose client may
 * do so ({@code oauth:client:edit}). Safe for use by many threads.
 */
public final class OAuthClients implements SecretMaker {
  private static final String PATH = "/api/v2/oauth/clients/";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private final GenesysApi api;

  private OAuthClients(GenesysApi api) {
    this.api = api;
  }

  /** The clients of the organisation that these tokens are of. */
  public static OAuthClients of(URI api, TokenSource source) {
    return new OAuthClients(GenesysApi.at(api, source, Patience.STANDARD));
  }

  /**
   * A new secret of a client; the former counts no more from this moment on. A call whose answer is
   * lost has made a secret that nobody knows: make another.
   *
   * @throws ApiFailure when the service does not answer with one
   * @throws TokenFailure when there is no usable token
   */
  @Override
  public Secret make(String clientId) throws InterruptedException {
    if (!ID.matcher(clientId).matches()) {
      throw new IllegalArgumentException("'" + clientId + "' is no id of a client");
    }
    JsonObject client = api.post(PATH + clientId + "/secret", null, Repeat.WHEN_NOT_DONE);
    String secret = client.text("secret");
    if (secret == null || secret.isBlank()) {
      throw new ApiFailure(
          Kind.UNREACHABLE, "the answer about client " + clientId + " holds no secret", null);
    }
    return Secret.of(secret);
  }
}
