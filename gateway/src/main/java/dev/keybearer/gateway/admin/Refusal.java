package dev.keybearer.gateway.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * No, and why.
 *
 * @param error a word for machines
 * @param words for people: what was found and what to do, never what was sent
 * @param fields go out with the answer
 */
record Refusal(int status, String error, String words, Map<String, String> fields) {
  static Refusal of(int status, String error, String words) {
    return new Refusal(status, error, words, Map.of());
  }

  static Refusal badRequest(String words) {
    return of(400, "invalid_request", words);
  }

  static Refusal forbidden(String words) {
    return of(403, "forbidden", words);
  }

  Refusal with(String field, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Refusal(status, error, words, more);
  }

  /** The answer to the request of this name. */
  Reply reply(String call) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("reason", words);
    body.put("call", call);
    return Reply.json(status, body).with(fields);
  }
}
