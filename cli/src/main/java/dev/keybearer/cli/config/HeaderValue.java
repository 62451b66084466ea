package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;
import java.util.regex.Pattern;

/** What is written into a header. */
public sealed interface HeaderValue {
  /** {@code claim:NAME}, or the text itself. */
  Leaf<HeaderValue> TYPE =
      Leaf.of(
          "the value of a header",
          JsonSchema.ANYTHING.with("type", List.of("string", "number")),
          (scalar, place) -> read(scalar));

  /**
   * What the token of the caller says.
   *
   * @param name of the claim
   */
  record Claim(String name) implements HeaderValue {}

  /**
   * The same for every call.
   *
   * @param text that can be sent
   */
  record Plain(String text) implements HeaderValue {}

  private static HeaderValue read(Scalar scalar) throws Unfit {
    String text = scalar.text();
    if (scalar.isBoolean()) {
      throw Unfit.because("is a boolean, not text").withHelp("put it in quotes");
    }
    if (text.isBlank() || !text.equals(text.strip())) {
      throw Unfit.because("is empty, or has white space around it");
    }
    // Other characters become different ones on the wire, or end the line.
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw Unfit.because("holds what does not fit into a header")
          .withHelp("visible ASCII and blanks only");
    }
    if (Pattern.matches("(env|file|exec|vault):.*", text)) {
      throw Unfit.because("is a reference to a secret, and would be sent as it stands here")
          .as(Kind.MISPLACED_KEY)
          .withHelp("write claim:NAME or plain text; a token is attached with credential");
    }
    if (!text.startsWith("claim:")) {
      return new Plain(text);
    }
    String name = text.substring("claim:".length());
    if (name.isBlank()) {
      throw Unfit.because("names no claim").withHelp("write claim:NAME, such as claim:sub");
    }
    return new Claim(name);
  }
}
