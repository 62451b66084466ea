package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Corpora;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.http.NotJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worked examples of RFC 7520, RFC 8037 and RFC 7797: V1, V6. */
class CookbookTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jws/4_1.rsa_v15_signature.json",
        "jws/4_2.rsa-pss_signature.json",
        "jws/4_3.ecdsa_signature.json",
        "jws/4_4.hmac-sha2_integrity_protection.json",
        "curve25519/jws.json"
      })
  void acceptsWhatIsSignedInCompactForm(String file) throws Exception {
    JsonObject example = read(folder().resolve(file));
    JsonObject input = part(example, "input");

    byte[] payload =
        SignatureLayer.payload(
            keys(input), Objects.requireNonNull(part(example, "output").text("compact")));

    assertThat(payload).isEqualTo(Objects.requireNonNull(input.text("payload")).getBytes(UTF_8));
  }

  /** 4.5 has its payload elsewhere; 4.6 to 4.8 have no compact form, RFC 7797 no base64url. */
  @Test
  void refusesEveryOtherForm() throws Exception {
    List<Path> others = new ArrayList<>();
    for (int number = 5; number <= 8; number++) {
      others.addAll(files("jws", "4_" + number));
    }
    List<Path> unencoded = files("rfc7797", "");
    others.addAll(unencoded);
    int texts = 0;
    for (Path file : others) {
      JsonObject example = read(file);
      for (String text : forms(example, unencoded.contains(file))) {
        texts++;
        byte[] payload = SignatureLayer.payload(keys(part(example, "input")), text);
        assertThat(payload).as(file.toString()).isNull();
      }
    }

    assertThat(others).as("cases run").hasSize(6);
    assertThat(texts).as("texts judged").isEqualTo(14);
  }

  /** Every form of an example as text, and for want of a compact form its parts joined by dots. */
  private static List<String> forms(JsonObject example, boolean joined) {
    List<String> forms = new ArrayList<>();
    JsonObject output = part(example, "output");
    for (String name : output.names()) {
      String text = output.text(name);
      forms.add(text == null ? new String(JsonText.of(part(output, name).toMap()), UTF_8) : text);
    }
    if (joined && !output.has("compact")) {
      JsonObject flat = part(output, "json_flat");
      forms.add(flat.text("protected") + "." + flat.text("payload") + "." + flat.text("signature"));
    }
    return forms;
  }

  /** The examples hold private halves and secrets too, as keys that are given by hand may. */
  private static KeySet keys(JsonObject input) {
    JsonObject key = input.object("key");
    if (key == null) { // several signers: the first is as good as any
      key = Objects.requireNonNull(input.objects("key")).get(0);
    }
    return Objects.requireNonNull(SignatureLayer.keys(key, true));
  }

  private static JsonObject part(JsonObject object, String name) {
    return Objects.requireNonNull(object.object(name), name);
  }

  private static JsonObject read(Path file) throws IOException, NotJson {
    return JsonObject.parse(Files.readAllBytes(file));
  }

  private static Path folder() {
    return Corpora.folder("jose-cookbook");
  }

  private static List<Path> files(String in, String start) throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve(in))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .sorted()
          .toList();
    }
  }
}
