package dev.keybearer.token.lease;

import dev.keybearer.token.Scopes;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a {@link Kept} rests: one JSON object. The generation is the item's own.
 *
 * <pre>
 *   { "form": "1",
 *     "access": "…", "type": "Bearer", "issued": "2026-…Z", "ends": "2026-…Z", "scopes": "a b",
 *     "refresh": "…", "granted": "a b", "seed": "…" }
 * </pre>
 *
 * Absent names stand for null. A form of another number is not read.
 */
final class KeptForm {
  private static final String FORM = "1";

  private KeptForm() {}

  static Secret write(Kept kept) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("form", FORM);
    Kept.Access access = kept.access();
    if (access != null) {
      fields.put("access", access.value().reveal());
      fields.put("type", access.type());
      fields.put("issued", access.issued().toString());
      fields.put("ends", access.ends().toString());
      fields.put("scopes", access.scopes().toString());
    }
    Secret refresh = kept.refresh();
    if (refresh != null) {
      fields.put("refresh", refresh.reveal());
    }
    fields.put("granted", kept.granted().toString());
    String seed = kept.seed();
    if (seed != null) {
      fields.put("seed", seed);
    }
    return Secret.of(JsonText.of(fields));
  }

  /** Reads it back, or null when it is of another form. */
  static @Nullable Kept read(long generation, Secret value) {
    try {
      JsonObject fields = JsonObject.parse(value.reveal().getBytes(StandardCharsets.UTF_8));
      if (!FORM.equals(fields.text("form"))) {
        return null;
      }
      String refresh = fields.text("refresh");
      String granted = fields.text("granted");
      return new Kept(
          generation,
          access(fields),
          refresh == null ? null : Secret.of(refresh),
          Scopes.parse(granted == null ? "" : granted),
          fields.text("seed"));
    } catch (NotJson | DateTimeException e) {
      return null;
    }
  }

  private static Kept.@Nullable Access access(JsonObject fields) {
    String value = fields.text("access");
    String type = fields.text("type");
    String issued = fields.text("issued");
    String ends = fields.text("ends");
    String scopes = fields.text("scopes");
    if (value == null || type == null || issued == null || ends == null || scopes == null) {
      return null;
    }
    return new Kept.Access(
        Secret.of(value), type, Instant.parse(issued), Instant.parse(ends), Scopes.parse(scopes));
  }
}
