/**
 * Messages of HTTP as octets: what comes is taken apart strictly, what leaves is put together.
 * Knows no connection.
 *
 * <pre>
 *   octets of HTTP/1.1 ──▶ StrictRequestDecoder  ──▶ RequestHead, then parts of a body
 *                      ──▶ StrictResponseDecoder ──▶ AnswerHead, then parts of a body
 *   fields of HTTP/2   ──▶ StreamHead            ──▶ the request that HTTP/1.1 would have brought
 *   AnswerHead         ──▶ Heads frames it for its caller ──▶ HeadText ──▶ octets
 * </pre>
 *
 * What can be read in more than one way is refused here (G1) and repaired nowhere.
 */
package dev.keybearer.gateway.wire.message;
