/**
 * The header of a request: what is refused, what is dropped, what goes on, and what is answered.
 */
package dev.keybearer.gateway.field;
