package dev.keybearer.genesys.sdk;

import com.mypurecloud.sdk.v2.DetailLevel;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorProperties;
import com.mypurecloud.sdk.v2.connector.ApiClientConnectorProperty;
import com.mypurecloud.sdk.v2.connector.apache.SLF4JInterceptor;
import org.apache.http.HttpRequestInterceptor;

/**
 * The properties of a client with what its connector must not be without: a time-out, since the
 * SDK's own is endless, and a guard of the token.
 */
record GuardedProperties(ApiClientConnectorProperties given)
    implements ApiClientConnectorProperties {
  /** For a connection, for one from the pool, and between two bytes of an answer. */
  private static final int TIMEOUT_MILLIS = 60_000;

  @Override
  public <T> T getProperty(String key, Class<T> type, T otherwise) {
    if (key.equals(ApiClientConnectorProperty.CONNECTION_TIMEOUT) && type == Integer.class) {
      Integer millis = given.getProperty(key, Integer.class, TIMEOUT_MILLIS);
      return type.cast(millis > 0 ? millis : TIMEOUT_MILLIS);
    }
    if (key.equals(ApiClientConnectorProperty.HTTP_REQUEST_INTERCEPTOR)
        && type == HttpRequestInterceptor.class) {
      return type.cast(
          new TokenGuard(given.getProperty(key, HttpRequestInterceptor.class, logging())));
    }
    return given.getProperty(key, type, otherwise);
  }

  /** What the SDK puts there when nothing is given. */
  private HttpRequestInterceptor logging() {
    return new SLF4JInterceptor(
        given.getProperty(
            ApiClientConnectorProperty.DETAIL_LEVEL, DetailLevel.class, DetailLevel.MINIMAL));
  }
}
