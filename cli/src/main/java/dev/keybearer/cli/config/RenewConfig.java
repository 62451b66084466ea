package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a token is renewed.
 *
 * @param at share of its life after which its renewal begins
 * @param spread by how much of its life that moment comes earlier at most, at random
 * @param missingLife taken for its life when the issuer names none
 * @param idle unused for so long it counts as ended, or null when use does not matter
 * @param ceiling longest life that is believed, or null
 */
public record RenewConfig(
    Percentage at,
    Percentage spread,
    Duration missingLife,
    @Nullable Duration idle,
    @Nullable Duration ceiling) {
  static final Shape<RenewConfig> SHAPE = shape();

  private static Shape<RenewConfig> shape() {
    var keys = Keys.of("When a token is renewed.");
    var at =
        keys.defaulted(
            "at", Percentage.TYPE, "80%", "Share of its life after which a token is renewed.");
    var spread =
        keys.defaulted(
            "spread",
            Percentage.TYPE,
            "5%",
            "By how much of its life that comes earlier at most, at random.");
    var missingLife =
        keys.defaulted(
            "missing-life", Durations.TYPE, "60s", "Its life when the issuer names none.");
    var idle =
        keys.optional(
            "idle", Durations.TYPE, "A token unused for so long counts as ended, such as 15m.");
    var ceiling =
        keys.optional("ceiling", Durations.TYPE, "The longest life that is believed, such as 24h.");
    return keys.build(
        in -> {
          var made =
              new RenewConfig(
                  in.get(at), in.get(spread), in.get(missingLife), in.get(idle), in.get(ceiling));
          if (made.at.fraction() <= made.spread.fraction()
              || made.at.fraction() + made.spread.fraction() > 1) {
            Place place = in.at(at);
            place.report(
                place
                    .problem(Kind.CONFLICT, "does not go with spread " + made.spread)
                    .withHelp("keep at - spread above 0% and at + spread within 100%"));
          }
          return made;
        });
  }
}
