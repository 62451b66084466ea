/**
 * What the wire and the pipeline tell each other about one request and its answer, without any word
 * of an engine or of a token.
 *
 * <pre>
 *   wire                                             pipeline
 *    │  Front.arrived(Request, Exchange)  ──────────▶  │
 *    │  Course.begin()  ────────────────────────────▶  │
 *    │                                                 │  judges, perhaps waits elsewhere
 *    │  ◀───────────  Exchange.answer(Answer)          │  and refuses,
 *    │  ◀───────────  Exchange.send(Departure)         │  or sends it on
 *    │  Course.answered(UpstreamHead)  ─────────────▶  │
 *    │  Course.failed(UpstreamFault)   ─────────────▶  │
 *    │  ◀───────────  Exchange.pass(fields)            │  and passes the answer, answers itself,
 *    │  ◀───────────  Exchange.send(Departure)         │  or sends it once more,
 *    │  ◀───────────  Exchange.tunnel(TunnelTerms)     │  or lets both ends go on in frames
 *    │  Permit.ended()  ────────────────────────────▶  │  once a second from then on
 *    │  Course.ended(Ending)  ──────────────────────▶  │  once, whatever happened
 * </pre>
 *
 * Everything about one request happens on one loop; whoever comes from another thread comes through
 * {@link dev.keybearer.gateway.exchange.Exchange#run}.
 */
package dev.keybearer.gateway.exchange;
