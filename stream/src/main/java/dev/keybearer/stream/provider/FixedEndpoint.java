package dev.keybearer.stream.provider;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** An endpoint at one address, with the token where the provider looks for it. */
public final class FixedEndpoint implements Endpoint {
  private final URI uri;
  private final TokenPlace place;

  private FixedEndpoint(URI uri, TokenPlace place) {
    this.uri = uri;
    this.place = place;
  }

  /** An endpoint at this address, {@code ws} or {@code wss}. */
  public static FixedEndpoint of(URI uri, TokenPlace place) {
    if (!"ws".equals(uri.getScheme()) && !"wss".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "a stream is found at ws:// or wss://, not at " + uri.getScheme());
    }
    return new FixedEndpoint(uri, place);
  }

  @Override
  public Dialled dial(Attempt attempt) {
    return switch (place) {
      case HEADER ->
          Dialled.of(uri, Map.of("Authorization", attempt.token().authorizationHeader()));
      case QUERY -> Dialled.of(withToken(attempt.token().value()), Map.of());
      case FIRST_MESSAGE -> new Dialled(uri, Map.of(), true, false, List.of(), Map.of(), () -> {});
      case NONE -> Dialled.of(uri, Map.of());
    };
  }

  private URI withToken(String token) {
    String text = uri.toString();
    return URI.create(
        text
            + (uri.getRawQuery() == null ? "?" : "&")
            + "access_token="
            + URLEncoder.encode(token, StandardCharsets.UTF_8));
  }

  /** The host alone. */
  @Override
  public String toString() {
    return uri.getScheme() + "://" + uri.getAuthority();
  }
}
