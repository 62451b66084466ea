/** Secrets, and the places they are read from by reference. */
package dev.keybearer.token.secret;
