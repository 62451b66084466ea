package dev.keybearer.simulator;

/**
 * Where the parts of a demonstration listen; 0 takes a free port.
 *
 * @param issuer of the issuer "corp" and its API
 * @param login of the Genesys login host
 * @param api of the Genesys API host
 * @param stream of the stream "events"
 * @param streaming of the Genesys streaming host
 * @param control of the control API
 */
public record DemoPorts(int issuer, int login, int api, int stream, int streaming, int control) {
  /** The ports that the documentation speaks of. */
  public static DemoPorts usual() {
    return new DemoPorts(7070, 7071, 7072, 7073, 7074, 7079);
  }

  /** Free ports, chosen when the world opens. */
  public static DemoPorts free() {
    return new DemoPorts(0, 0, 0, 0, 0, 0);
  }
}
