/**
 * Receivers that bring what a stream delivers somewhere else, and return when it is safe there.
 *
 * <pre>
 *   stream ─▶ Relay ─▶ FanOut ─┬─▶ FileSink      lines of JSON, rotated
 *             │                ├─▶ LineSink      lines of JSON on a stream of the process
 *             │                ├─▶ WebhookSink   signed posts
 *             │                └─▶ KafkaSink     records, in a package of its own
 *             └─ of one stream; it waits for its predecessor and leaves out what that one delivered
 * </pre>
 */
package dev.keybearer.sink;
