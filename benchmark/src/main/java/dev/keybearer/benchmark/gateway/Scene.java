package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Folder;
import dev.keybearer.benchmark.tool.Processors;
import dev.keybearer.benchmark.tool.SignedTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Everything around the proxy: tokens, their issuer, the upstream, and two kinds of load. */
public final class Scene implements AutoCloseable {
  private static final String HEAP = "-Xmx256m";

  private final Folder folder;
  private final SignedTokens tokens;
  private final Path file;
  private final Child upstream;
  private final Child issuer;
  private final Child load;
  private final Child pace;

  private Scene(Folder folder, SignedTokens tokens) throws IOException {
    this.folder = folder;
    this.tokens = tokens;
    this.file = folder.path().resolve("tokens");
    tokens.writeTo(file);
    String text = file.toString();
    this.upstream = others("upstream");
    this.issuer = others("fixed-issuer", text);
    this.load = others("load", text);
    this.pace = others("pace", text);
  }

  /** Starts everything, with so many tokens. */
  public static Scene open(int tokens) throws IOException {
    return new Scene(Folder.create(), SignedTokens.sign(tokens));
  }

  /** Starts a JVM on the processor that all but the proxy share. */
  public static Child others(String... arguments) throws IOException {
    return Child.start(Processors.OTHERS, List.of(arguments), HEAP);
  }

  /** The same for those who do harm: what they need of that processor is what the probe leaves. */
  public static Child culprits(String... arguments) throws IOException {
    return Child.startBehind(Processors.OTHERS, List.of(arguments), HEAP);
  }

  /** Where files can be written for as long as this is open. */
  public Path folder() {
    return folder.path();
  }

  /** The tokens of the callers. */
  public SignedTokens tokens() {
    return tokens;
  }

  /** The same, where every process can read them. */
  public Path file() {
    return file;
  }

  /** The public key as PEM, for those who read nothing else. */
  Path pem() throws IOException {
    return Files.writeString(folder.path().resolve("key.pem"), tokens.pem());
  }

  /** The port of the upstream. */
  public int upstream() {
    return Integer.parseInt(upstream.greeting());
  }

  /** Says what it is asked about keys and tokens; its greeting is its address. */
  public Child issuer() {
    return issuer;
  }

  /** Sends the next request as soon as an answer has come. */
  public Child load() {
    return load;
  }

  /** Sends requests at a rate of its own. */
  public Child pace() {
    return pace;
  }

  @Override
  public void close() throws IOException {
    pace.close();
    load.close();
    issuer.close();
    upstream.close();
    folder.close();
  }
}
