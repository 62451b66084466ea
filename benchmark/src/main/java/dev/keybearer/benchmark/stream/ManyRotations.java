package dev.keybearer.benchmark.stream;

import dev.keybearer.benchmark.tool.Heap;
import dev.keybearer.benchmark.tool.ProcessTree;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import dev.keybearer.benchmark.tool.Trend;
import dev.keybearer.stream.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Whether streams leave anything behind, however often their connections change. */
public final class ManyRotations {
  private static final int STREAMS = 10;
  private static final int PARTS = 10;

  /** A JVM is still compiling in the first part of a run. */
  private static final int SETTLING = 2;

  private static final double MEBIBYTE = 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final Report report;
  private final Length length;
  private final List<Left> left = new ArrayList<>();

  public ManyRotations(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Rotates, and looks after each tenth. */
  public void run() throws Exception {
    StreamScene.Terms terms =
        new StreamScene.Terms(
            STREAMS,
            length.scale,
            Duration.ofDays(30),
            1,
            Profile.CAUTIOUS.withEventIds(true).withSkew(Duration.ofSeconds(3)),
            habits -> {});
    report.head("rotations", "heap MiB", "descriptors", "held by the server");
    try (StreamScene scene = StreamScene.open(terms)) {
      for (int part = 1; part <= PARTS; part++) {
        rotate(scene, part * length.rotations / PARTS / STREAMS);
        look(scene);
      }
    }
    List<Left> judged = left.subList(SETTLING, PARTS);
    report.row(
        List.of(
            "**flat**",
            flat(judged, Left::heap),
            flat(judged, Left::descriptors),
            flat(judged, Left::registrations)));
  }

  private static void rotate(StreamScene scene, int each) {
    while (scene.subjects().stream().anyMatch(subject -> rotations(subject) < each)) {
      long before = scene.subjects().stream().mapToLong(ManyRotations::rotations).sum();
      scene.subjects().forEach(subject -> subject.stream().rotate());
      boolean all =
          scene
              .time()
              .isSo(
                  PATIENCE,
                  () ->
                      scene.subjects().stream().mapToLong(ManyRotations::rotations).sum()
                          >= before + STREAMS);
      if (!all) {
        throw new IllegalStateException("streams no longer rotate");
      }
    }
  }

  private static long rotations(Subject subject) {
    return subject.stream().report().rotations();
  }

  private void look(StreamScene scene) throws Exception {
    scene.time().pass(QUIET);
    scene.subjects().forEach(Subject::forget);
    scene.forgetHandshakes();
    Left now =
        new Left(
            Heap.now().sum() / MEBIBYTE,
            new ProcessTree(ProcessHandle.current()).descriptors(),
            scene.subjects().stream().mapToInt(each -> each.feed().counts().registrations()).sum());
    left.add(now);
    report.row(
        List.of(
            Fate.number(scene.subjects().stream().mapToLong(ManyRotations::rotations).sum()),
            Spread.text(now.heap),
            Spread.text(now.descriptors),
            Spread.text(now.registrations)));
  }

  private static String flat(List<Left> judged, ToDoubleFunction<Left> figure) {
    Trend trend = Trend.of(judged.stream().mapToDouble(figure).toArray());
    return trend.isFlat() ? "yes" : "**no**: rises by " + Spread.text(trend.growth());
  }

  /** What is there: on the heap, in the process, at the provider. */
  private record Left(double heap, double descriptors, double registrations) {}

  /**
   * How much of everything.
   *
   * @param scale how many times as fast as outside the streams' time runs
   * @param rotations of all streams together
   */
  public record Length(double scale, int rotations) {}
}
