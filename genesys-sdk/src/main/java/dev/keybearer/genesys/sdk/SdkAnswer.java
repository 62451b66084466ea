package dev.keybearer.genesys.sdk;

import com.mypurecloud.sdk.v2.connector.ApiClientConnectorResponse;
import dev.keybearer.genesys.call.AnswerFields;
import dev.keybearer.genesys.call.ApiAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the SDK sees it. Its header fields are found by name in any case: the SDK looks for
 * the correlation id and for {@code Retry-After} in one spelling each.
 */
record SdkAnswer(ApiClientConnectorResponse response, AnswerFields fields)
    implements ApiAnswer, ApiClientConnectorResponse {
  SdkAnswer(ApiClientConnectorResponse response) {
    this(response, AnswerFields.of(response.getHeaders()));
  }

  @Override
  public int status() {
    return response.getStatusCode();
  }

  @Override
  public int getStatusCode() {
    return response.getStatusCode();
  }

  @Override
  public String getStatusReasonPhrase() {
    return response.getStatusReasonPhrase();
  }

  @Override
  public Map<String, String> getHeaders() {
    return fields.toMap();
  }

  @Override
  public boolean hasBody() {
    return response.hasBody();
  }

  @Override
  public @Nullable String readBody() throws IOException {
    return response.readBody();
  }

  @Override
  public @Nullable InputStream getBody() throws IOException {
    return response.getBody();
  }

  @Override
  public void close() throws IOException {
    letGo(response);
  }

  /** Closes something of the SDK, which says that it may fail in any way. */
  static void letGo(AutoCloseable what) throws IOException {
    try {
      what.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("something of the SDK could not be closed", e);
    }
  }
}
