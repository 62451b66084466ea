package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Processors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A proxy that runs in a JVM of ours: the gateway with more or less to do, or Netty alone. */
public enum Variant implements Side {
  /** A proxy of nothing but Netty, which judges nothing and passes everything on as it is. */
  BARE("bare Netty"),
  /** The gateway, with a route that everybody may take. */
  ANONYMOUS("anonymous"),
  /** A route that accepts tokens, all of which were judged before. */
  CACHED("cached", Feature.JUDGED),
  /** The same, and a token of ours goes with the call. */
  ATTACHED("attached", Feature.JUDGED, Feature.ATTACHED),
  /** The same with metrics, health, and a line in the access log for each call. */
  RECORDED("recorded", Feature.JUDGED, Feature.ATTACHED, Feature.RECORDED),
  /** The same with limits for each address, subject and route, which no call reaches. */
  ALL("all features", Feature.all()),
  /** The same with a million early ends, among which no token's is. */
  REVOKED("all, 1M revoked", Feature.all(Feature.REVOKED)),
  /** All features with tokens that the issuer is asked about. */
  ASKED("all, introspected", Feature.all(Feature.ASKED)),
  /** All features with a verifier that remembers nothing. */
  ANEW("all, every token new", Feature.all(Feature.ANEW)),
  /** The same with signatures that the Java platform checks. */
  ANEW_PLATFORM("all, new, JDK crypto", Feature.all(Feature.ANEW, Feature.PLATFORM));

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // nobody adds to it
  private final Set<Feature> features = EnumSet.noneOf(Feature.class);

  Variant(String words, Feature... features) {
    this.words = words;
    this.features.addAll(Arrays.asList(features));
  }

  @Override
  public String words() {
    return words;
  }

  /** Whether it does this. */
  boolean has(Feature feature) {
    return features.contains(feature);
  }

  @Override
  public boolean judges() {
    return has(Feature.JUDGED);
  }

  @Override
  public Duration settling() {
    // Its issuer is asked again about everybody: what it said has ended while others had their
    // turn.
    return has(Feature.ASKED) ? Duration.ofSeconds(3) : Side.super.settling();
  }

  @Override
  public @Nullable String missing() {
    return null;
  }

  @Override
  public Proxy start(Scene scene) throws IOException {
    List<String> options = new ArrayList<>(List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"));
    if (has(Feature.PLATFORM)) {
      options.add("-Dkeybearer.crypto=platform");
    }
    List<String> arguments =
        List.of(
            "proxy",
            name(),
            String.valueOf(scene.upstream()),
            scene.issuer().greeting(),
            scene.file().toString());
    return new JvmProxy(Child.start(Processors.PROXY, arguments, options.toArray(String[]::new)));
  }

  /** What a variant of the gateway does. */
  enum Feature {
    /** Accepts tokens only. */
    JUDGED,
    /** Remembers no verdict. */
    ANEW,
    /** Asks the issuer instead of checking signatures, and remembers its answers. */
    ASKED,
    /** Has signatures checked by the Java platform. */
    PLATFORM,
    /** Sends a token of ours with the call. */
    ATTACHED,
    /** Counts, tells how it stands, and writes down each call. */
    RECORDED,
    /** Counts calls of each address, subject and route. */
    LIMITED,
    /** Knows a million early ends. */
    REVOKED;

    private static Feature[] all(Feature... more) {
      Set<Feature> features = EnumSet.of(JUDGED, ATTACHED, RECORDED, LIMITED);
      features.addAll(Arrays.asList(more));
      return features.toArray(Feature[]::new);
    }
  }
}
