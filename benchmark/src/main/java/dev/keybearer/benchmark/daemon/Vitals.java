package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.tool.Jvm;
import dev.keybearer.benchmark.tool.ProcessTree;
import dev.keybearer.benchmark.tool.Spread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a daemon holds at one moment; {@code NaN} is what nobody knows.
 *
 * @param heap bytes that live on its heap, after a collection
 * @param resident bytes in memory
 * @param descriptors that are open
 * @param callers connections of callers
 * @param upstreams connections to upstreams
 */
record Vitals(double heap, double resident, double descriptors, double callers, double upstreams) {
  private static final double MEBIBYTE = 1024 * 1024;

  /** {@code Total #instances #bytes}: the last line of what is counted after a collection. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  /** Of a daemon whose admin port is this. */
  static Vitals of(ProcessTree tree, int admin) throws IOException, InterruptedException {
    String histogram = jcmd(tree.root().pid());
    String metrics = Admin.get(admin, "/metrics");
    return new Vitals(
        figure(TOTAL, histogram),
        tree.resident(),
        tree.descriptors(),
        figure(gauge("keybearer_client_connections"), metrics),
        figure(gauge("keybearer_upstream_connections"), metrics));
  }

  private static String jcmd(long process) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(
                Jvm.program("jcmd").toString(), String.valueOf(process), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    return said;
  }

  private static Pattern gauge(String name) {
    return Pattern.compile("(?m)^" + name + " (\\S+)");
  }

  private static double figure(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }

  /** Its cells in a table, after {@link #HEAD}. */
  List<String> cells() {
    return List.of(
        Spread.text(heap / MEBIBYTE),
        Spread.text(resident / MEBIBYTE),
        Spread.text(descriptors),
        Spread.text(callers),
        Spread.text(upstreams));
  }

  /** What stands above the cells. */
  static final List<String> HEAD =
      List.of("heap MiB", "RSS MiB", "descriptors", "connections of callers", "to upstreams");
}
