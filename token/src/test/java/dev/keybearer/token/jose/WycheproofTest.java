package dev.keybearer.token.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Corpora;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.http.NotJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** V1 to V3 against Project Wycheproof. Exceptions are named by id, with the reason. */
class WycheproofTest {
  private static final String REFUSED = "refused, though the file says valid";
  private static final String ACCEPTED = "accepted, though the file says invalid";

  @Test
  void judgesEverySignatureRightly() throws Exception {
    Score score = judge("json_web_signature_test.json");

    assertThat(score.cases()).as("cases run").isEqualTo(401);
    assertThat(score.differing())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                // The key is for ES521, a misprint for ES512, and so for nothing.
                347, REFUSED,
                351, REFUSED,
                // The header says PS384, and the key is for PS256 alone.
                346, REFUSED,
                350, REFUSED,
                // A question mark stands inside the header or the payload.
                372, REFUSED,
                373, REFUSED,
                // Byte for byte the same as 357, which is valid: the padding is not there.
                367, ACCEPTED,
                370, ACCEPTED));
  }

  @Test
  void judgesEveryKeyRightly() throws Exception {
    Score score = judge("json_web_key_test.json");

    assertThat(score.cases()).as("cases run").isEqualTo(26);
    assertThat(score.differing())
        .containsExactlyInAnyOrderEntriesOf(
            // A modulus with the weakness of CVE-2017-15361, which is not looked for.
            Map.of(7, ACCEPTED));
  }

  @Test
  void judgesEveryConfusionOfKeysRightlyAndOpensNothingEncrypted() throws Exception {
    Score score = judge("json_web_crypto_test.json");

    assertThat(score.cases()).as("signed cases run").isEqualTo(49);
    assertThat(score.encrypted()).as("encrypted cases run").isEqualTo(34);
    assertThat(score.differing())
        .containsExactlyInAnyOrderEntriesOf(
            // A modulus with the weakness of CVE-2017-15361, which is not looked for.
            Map.of(46, ACCEPTED));
  }

  @Test
  void opensNothingEncrypted() throws Exception {
    Score score = judge("json_web_encryption_test.json");

    assertThat(score.cases()).as("signed cases run").isZero();
    assertThat(score.encrypted()).as("encrypted cases run").isEqualTo(139);
  }

  private static Score judge(String file) throws IOException, NotJson {
    byte[] bytes = Files.readAllBytes(Corpora.folder("wycheproof").resolve(file));
    Score score = new Score();
    for (JsonObject group : objects(JsonObject.parse(bytes), "testGroups")) {
      JsonObject published = group.object("public");
      JsonObject given = Objects.requireNonNull(group.object("private"));
      KeySet keys =
          published == null
              ? SignatureLayer.keys(given, true)
              : SignatureLayer.keys(published, false);
      for (JsonObject test : objects(group, "tests")) {
        score.add(test, keys);
      }
    }
    return score;
  }

  private static List<JsonObject> objects(JsonObject object, String name) {
    return Objects.requireNonNull(object.objects(name), name);
  }

  /** How many cases were judged, and how those were that the file judges otherwise. */
  private static final class Score {
    private final Map<Integer, String> differing = new TreeMap<>();
    private int cases;
    private int encrypted;

    void add(JsonObject test, @Nullable KeySet keys) {
      int id = Objects.requireNonNull(test.number("tcId")).intValueExact();
      if (test.has("jwe")) {
        encrypted++;
        assertThat(isRefusedUnjudged(text(test, "jwe"))).as("case %d", id).isTrue();
        return;
      }
      cases++;
      boolean valid = "valid".equals(test.text("result"));
      boolean accepted = keys != null && SignatureLayer.payload(keys, text(test, "jws")) != null;
      if (accepted != valid) {
        differing.put(id, accepted ? ACCEPTED : REFUSED);
      }
    }

    int cases() {
      return cases;
    }

    int encrypted() {
      return encrypted;
    }

    Map<Integer, String> differing() {
      return differing;
    }

    /** One case of each file is in the JSON form; it is presented as the text it is. */
    private static String text(JsonObject test, String name) {
      String text = test.text(name);
      return text == null
          ? new String(
              JsonText.of(Objects.requireNonNull(test.object(name)).toMap()),
              StandardCharsets.UTF_8)
          : text;
    }

    /** What is encrypted is refused by its shape, whatever keys there are. */
    private static boolean isRefusedUnjudged(String text) {
      try {
        return Compact.parse(text).header().algorithm() == null;
      } catch (NotCompact refused) {
        return true;
      }
    }
  }
}
