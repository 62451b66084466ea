/** Where calls wait while an origin asks to be left alone. */
package dev.keybearer.token.turnstile;
