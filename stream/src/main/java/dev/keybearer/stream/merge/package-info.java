/** Makes one order of what several connections hear. */
package dev.keybearer.stream.merge;
