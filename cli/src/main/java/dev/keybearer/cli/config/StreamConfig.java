package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.MapOf;
import dev.keybearer.cli.config.shape.Member;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Topic;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A live subscription, and where what it delivers goes.
 *
 * @param origin where it comes from
 * @param credential whose token opens it
 * @param topics what is listened to
 * @param redundancy connections that listen at any time
 * @param buffer where messages wait
 * @param positions what becomes of where it was
 * @param scopes that topics need, by a pattern of their names, or null for the usual ones
 * @param verify what its token has to be before anything is dialled, or null for anything
 * @param sinks where deliveries go
 */
public record StreamConfig(
    StreamOrigin origin,
    Named<CredentialConfig> credential,
    List<Topic> topics,
    int redundancy,
    BufferConfig buffer,
    Positions positions,
    @Nullable Map<String, List<String>> scopes,
    @Nullable AcceptedTokens verify,
    List<SinkConfig> sinks) {
  static final Shape<StreamConfig> SHAPE = Members.shape();

  /** The same with these topics. */
  public StreamConfig withTopics(List<Topic> others) {
    return new StreamConfig(
        origin, credential, others, redundancy, buffer, positions, scopes, verify, sinks);
  }

  /** The same with these sinks. */
  public StreamConfig withSinks(List<SinkConfig> others) {
    return new StreamConfig(
        origin, credential, topics, redundancy, buffer, positions, scopes, verify, others);
  }

  /** The same for a credential of that name, whatever it is. */
  public boolean isSameStream(StreamConfig other) {
    return credential.name().equals(other.credential.name())
        && withTopics(List.of())
            .withSinks(List.of())
            .equals(
                new StreamConfig(
                    other.origin,
                    credential,
                    List.of(),
                    other.redundancy,
                    other.buffer,
                    other.positions,
                    other.scopes,
                    other.verify,
                    List.of()));
  }

  /**
   * What becomes of where it was.
   *
   * @param folder where that rests, or null for beside the store
   * @param afterExpiry where to go on when the provider no longer keeps what follows
   */
  public record Positions(@Nullable Path folder, AfterExpiry afterExpiry) {}

  /** Where to go on when the provider no longer keeps what follows. */
  public enum AfterExpiry implements Word {
    /** With the oldest that it keeps. */
    EARLIEST,
    /** With the next. */
    LATEST,
    /** Nowhere. */
    FAIL
  }

  /** Its keys. */
  private record Members(
      Member<StreamOrigin.Stated> origin,
      Key<Named<CredentialConfig>> credential,
      Key<List<StreamTopic>> topics,
      Key<Integer> redundancy,
      Key<BufferConfig> buffer,
      Key<@Nullable Path> positions,
      Key<AfterExpiry> afterExpiry,
      Key<@Nullable Map<String, List<String>>> scopes,
      Key<@Nullable AcceptedTokens> verify,
      Key<List<SinkConfig>> sinks) {
    static Shape<StreamConfig> shape() {
      Keys keys = Keys.of("A live subscription.");
      Members members = members(keys);
      return keys.build(members::read);
    }

    private static Members members(Keys keys) {
      var kind = keys.required("kind", Words.of(StreamOrigin.Kind.values()), "What it speaks.");
      return new Members(
          keys.choose(kind, StreamOrigin.SHAPES),
          keys.required(
              "credential", Sections.CREDENTIALS.reference(), "Whose token opens it: its name."),
          keys.required("topics", ListOf.of(StreamTopic.TYPE), "What is listened to."),
          keys.defaulted(
              "redundancy", Texts.whole(1, 2), "1", "Connections that listen at any time."),
          keys.defaulted("buffer", BufferConfig.SHAPE, "{}", "Where messages wait."),
          keys.optional(
              "positions",
              Texts.PATH,
              "A folder for where it was; left out: beside the store, where there is one."),
          keys.defaulted(
              "after-expiry",
              Words.of(AfterExpiry.values()),
              "earliest",
              "Where to go on when the provider no longer keeps what follows."),
          keys.optional(
              "scopes",
              MapOf.of(Texts.TEXT, Scopes.TYPE),
              "Scopes that topics need, by patterns such as orders*; left out: the usual"
                  + " ones."),
          keys.optional(
              "verify",
              AcceptedTokens.SHAPE,
              "What its token has to be before anything is dialled."),
          keys.defaulted(
              "sinks", ListOf.of(SinkConfig.TYPE), "[]", "Where serve brings what it delivers."));
    }

    private @Nullable StreamConfig read(Fields in) {
      StreamOrigin from =
          in.get(origin).withIssuer(in.get(credential).value().issuer().value(), in.here());
      StreamConfig made = from == null ? null : read(in, from);
      if (made != null) {
        made.checkTopics(in.at(topics));
        made.checkRedundancy(in.at(redundancy));
        made.checkProof(in.at(credential));
      }
      return made;
    }

    private StreamConfig read(Fields in, StreamOrigin from) {
      return new StreamConfig(
          from,
          in.get(credential),
          in.get(topics).stream().map(each -> each.in(from)).toList(),
          in.get(redundancy),
          in.get(buffer),
          new Positions(in.get(positions), in.get(afterExpiry)),
          in.get(scopes),
          in.get(verify),
          in.get(sinks));
    }
  }

  private void checkTopics(Place at) {
    if (topics.isEmpty()) {
      at.report(at.problem(Kind.MISSING_KEY, "is empty").withHelp("name what to listen to"));
    }
    checkNumber(at);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < topics.size(); i++) {
      Place item = at.item(i);
      String name = topics.get(i).name();
      if (!names.add(name)) {
        item.report(item.problem(Kind.CONFLICT, "is listened to twice").withHelp("remove one"));
      }
      if (name.length() > origin.longestTopic()) {
        item.report(
            item.problem(Kind.TOO_LARGE, "has more than " + origin.longestTopic() + " characters")
                .withHelp("name what it combines one by one"));
      }
    }
  }

  private void checkNumber(Place at) {
    int most = origin.topicsAtMost(redundancy);
    if (topics.size() <= most) {
      return;
    }
    switch (origin) {
      case StreamOrigin.WebSocket _ ->
          at.report(
              at.problem(Kind.TOO_LARGE, "are more than the " + most + " that one connection takes")
                  .withHelp("make several streams of it, or raise profile.topics-at-most"));
      case StreamOrigin.Genesys _ ->
          at.report(
              at.problem(Kind.TOO_LARGE, "are more than the " + most + " that one client can have")
                  .withHelp("make several streams of it, each with a client of its own"));
    }
  }

  private void checkProof(Place at) {
    if (credential.value().dpop()) {
      at.report(
          at.problem(Kind.CONFLICT, "is of no use to a stream, which shows no proofs")
              .withLabel("the credential has dpop: true")
              .withHelp("name one without dpop"));
    }
  }

  private void checkRedundancy(Place at) {
    if (redundancy > 1 && origin.profile().fanOut() != Profile.FanOut.BROADCAST) {
      at.report(
          at.problem(Kind.CONFLICT, "takes messages away from the first connection")
              .withLabel("profile.fan-out is not broadcast")
              .withHelp("write redundancy: 1"));
    }
  }
}
