package dev.keybearer.genesys.sdk;

import com.mypurecloud.sdk.v2.connector.ApiClientConnector;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorRequest;
import dev.keybearer.genesys.call.Sending;
import dev.keybearer.token.Token;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A call of the SDK as it is sent: its own request with another token each time. */
record SdkSending(ApiClientConnectorRequest request, ApiClientConnector delegate)
    implements Sending<SdkAnswer> {
  /** RFC 9110 section 9.2.1: they only read. */
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  /** Queries are posted, and read all the same. */
  private static final String QUERY = "/query";

  @Override
  public SdkAnswer send(Token token, Duration limit) throws IOException {
    return new SdkAnswer(delegate.invoke(new Authorized(request, token)));
  }

  @Override
  public String place() {
    return request.getMethod() + " " + withoutQuery();
  }

  /** The SDK's own requests hold their body as text, which can be read again. */
  @Override
  public Repeat repeat() {
    boolean reads =
        SAFE.contains(request.getMethod())
            || (request.getMethod().equals("POST") && withoutQuery().endsWith(QUERY));
    return reads ? Repeat.HARMLESS : Repeat.WHEN_NOT_DONE;
  }

  private String withoutQuery() {
    String url = request.getUrl();
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /** The request with this token in the place of whatever stood there. */
  private record Authorized(ApiClientConnectorRequest request, Token token)
      implements ApiClientConnectorRequest {
    @Override
    public String getMethod() {
      return request.getMethod();
    }

    @Override
    public String getUrl() {
      return request.getUrl();
    }

    @Override
    public Map<String, String> getHeaders() {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(request.getHeaders());
      headers.put("Authorization", token.authorizationHeader());
      return headers;
    }

    @Override
    public boolean hasBody() {
      return request.hasBody();
    }

    @Override
    public @Nullable String readBody() throws IOException {
      return request.readBody();
    }

    @Override
    public @Nullable InputStream getBody() throws IOException {
      return request.getBody();
    }

    /** Never the token. */
    @Override
    public String toString() {
      return "Authorized[" + token + "]";
    }
  }
}
