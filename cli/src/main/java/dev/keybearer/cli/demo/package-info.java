/** The main job on embedded defaults: a simulated outside, and the gateway before it. */
package dev.keybearer.cli.demo;
