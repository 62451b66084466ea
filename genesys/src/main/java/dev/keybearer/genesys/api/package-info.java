/** The API as JSON over one bounded exchange. */
package dev.keybearer.genesys.api;
