/** Calls protected services with a token that is alive. */
package dev.keybearer.token.client;
