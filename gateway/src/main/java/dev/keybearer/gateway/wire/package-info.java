/**
 * Sockets, and HTTP/1.1 on them; knows nothing of tokens. The only place that knows the engine.
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
 *              │                                           Over                       │
 *              └── Pool, one for each upstream: idle ones, a row of those who wait ───┘
 * </pre>
 *
 * A connection to an upstream belongs to the loop of its pool, so that no octet changes threads.
 * Nothing reads by itself: each side is read when the other can take more.
 */
package dev.keybearer.gateway.wire;
