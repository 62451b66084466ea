/** Calls to the API: a token that lives, a rate that is kept, patience that ends. */
package dev.keybearer.genesys.call;
