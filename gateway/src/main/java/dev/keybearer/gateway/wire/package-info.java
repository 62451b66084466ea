/**
 * Connections: sockets, TLS on them where it is wanted, and who may say what on them when; knows
 * nothing of tokens. The only place that knows the engine. What is said is taken apart in {@code
 * message} and {@code frame}.
 *
 * <pre>
 *   Wire ──▶ Loop, one for each processor: its thread owns everything below
 *              │
 *              ├── ClientConnection  ──1:1 at a time──▶  WireExchange  ──0..1──▶  UpstreamConnection
 *              │      Idle                                 Deciding                 serving
 *              │      Reading                              Connecting               discarding
 *              │      Serving                              Sending                  idle
 *              │      Lingering                            Held                     closed
 *              │                                           Passing                    ▲
 *              │                                           Tunnelling ── Flow, one    │
 *              │                                           Over          for each way │
 *              └── Pool, one for each upstream: idle ones, a row of those who wait ───┘
 * </pre>
 *
 * An exchange knows its caller's side as a {@link dev.keybearer.gateway.wire.ClientSide}: a
 * ClientConnection, or one of the ClientStreams of a connection over HTTP/2. Which it is a
 * Handshake finds out; without TLS it is the former.
 *
 * <p>A connection to an upstream belongs to the loop of its pool, so that no octet changes threads.
 * Nothing reads by itself: each side is read when the other can take more. In a tunnel flows stand
 * before both connections in the place of their codecs, and the pool has let go of the upstream's.
 * Where a tunnel rotates, a Succession lets another upstream side follow: a Newcomer until it is
 * agreed upon, then an Overlap, in which a Confluence makes one order of what both say.
 */
package dev.keybearer.gateway.wire;
