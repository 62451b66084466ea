/** Signed tokens as they travel, and the keys that check them. Knows nothing of issuers. */
package dev.keybearer.token.jose;
