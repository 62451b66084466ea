/** How a provider is dialled, and what its frames mean. */
package dev.keybearer.stream.provider;
