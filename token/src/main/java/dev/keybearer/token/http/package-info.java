/** One bounded HTTP exchange, and the strict reading of the JSON object that it brings. */
package dev.keybearer.token.http;
