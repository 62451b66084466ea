package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Forge.quoted;

/** V9: honest tokens whose times are no times, over, or still to come. */
final class TimeAttacks {
  /** Not one of them is a moment between 1970 and 9999. */
  private static final String[] NO_MOMENT = {
    "null",
    "true",
    "false",
    "\"\"",
    "\"9999999999\"",
    "\"tomorrow\"",
    "[]",
    "[9999999999]",
    "{}",
    "{\"seconds\":9999999999}",
    "-1",
    "-9999999999",
    "-0.5",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "-9223372036854775809",
    "1e400",
    "-1e400",
    "1e19",
    "253402300800"
  };

  private TimeAttacks() {}

  static void addTo(Attacks attacks, Forge forge) {
    for (String value : NO_MOMENT) {
      attacks.add("exp is " + value, Reason.EXPIRED, forge.token(forge.claims("exp", value)));
      attacks.add("nbf is " + value, Reason.NOT_YET, forge.token(forge.claims("nbf", value)));
      attacks.add("iat is " + value, Reason.NOT_YET, forge.token(forge.claims("iat", value)));
    }
    String millis = forge.seconds(3_600) + "000";
    attacks.add("exp in milliseconds", Reason.EXPIRED, forge.token(forge.claims("exp", millis)));
    attacks.add("no exp", Reason.EXPIRED, forge.token(forge.claimsWithout("exp")));
    for (String over : new String[] {forge.seconds(0), forge.seconds(-1), "0", "1", "1e-400"}) {
      attacks.add("ended at " + over, Reason.EXPIRED, forge.token(forge.claims("exp", over)));
    }
    for (long ahead : new long[] {11, 60, 86_400}) {
      String then = forge.seconds(ahead);
      attacks.add(
          "usable in " + ahead + " s", Reason.NOT_YET, forge.token(forge.claims("nbf", then)));
      attacks.add(
          "issued in " + ahead + " s", Reason.NOT_YET, forge.token(forge.claims("iat", then)));
    }
    attacks.add(
        "exp under another name",
        Reason.EXPIRED,
        forge.token(forge.claimsWithout("exp").replace(quoted("sub"), quoted("EXP"))));
    String end = forge.seconds(3_600);
    attacks.add(
        "a power that no reader should expand",
        Reason.MALFORMED,
        forge.token(forge.claims("exp", "1e2147483647")));
    attacks.add(
        "exp of too many digits",
        Reason.MALFORMED,
        forge.token(forge.claims("exp", end + "." + "0".repeat(40))));
  }
}
