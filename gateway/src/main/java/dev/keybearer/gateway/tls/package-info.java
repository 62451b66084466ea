/**
 * What TLS shows and whom it trusts: identities that fit together, chosen by the name that a caller
 * asks for, and refusals in words that say what was found. Values; no socket, no file.
 */
package dev.keybearer.gateway.tls;
