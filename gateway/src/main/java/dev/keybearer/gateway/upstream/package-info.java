/**
 * How it stands with the services behind the gateway: which of them to leave alone, and until when.
 */
package dev.keybearer.gateway.upstream;
