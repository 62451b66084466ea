/** Genesys Cloud as a value: regions, issuer, tokens, clients and conversations. */
package dev.keybearer.genesys;
