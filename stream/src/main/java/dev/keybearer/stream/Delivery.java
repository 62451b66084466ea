package dev.keybearer.stream;

/** What a receiver is handed, in order: a message, or word of a stretch that may miss some. */
public sealed interface Delivery permits Message, Gap {
  /** The name of the stream it belongs to. */
  String stream();
}
