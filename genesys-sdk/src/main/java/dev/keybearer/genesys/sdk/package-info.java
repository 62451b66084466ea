/** The official Java SDK of Genesys Cloud with tokens that live. */
@NullMarked
package dev.keybearer.genesys.sdk;

import org.jspecify.annotations.NullMarked;
