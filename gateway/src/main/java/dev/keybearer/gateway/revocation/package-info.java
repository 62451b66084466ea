/** Ends presented tokens early: what was ended, kept in memory and in a log that survives. */
package dev.keybearer.gateway.revocation;
