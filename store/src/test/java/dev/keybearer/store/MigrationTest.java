package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.StoreFailure.Kind;
import dev.keybearer.token.file.HeldFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leads the tables of an older program on to those of a newer one. */
class MigrationTest {
  private static final List<String> SECOND =
      List.of("CREATE TABLE second (x INTEGER)", "INSERT INTO second (x) VALUES (7)");
  private static final List<String> THIRD = List.of("ALTER TABLE second ADD COLUMN y INTEGER");
  private static final List<String> BROKEN = List.of("DELETE FROM second", "DELETE FROM nowhere");
  private static final int TODAY = Schema.CURRENT.version();

  @TempDir private Path parent;
  private Bench bench = new Bench(Path.of(""));

  @BeforeEach
  void writeWithTodaysTables() {
    bench = new Bench(parent.resolve("store"));
    try (SqliteTokenStore store = bench.open()) {
      store.commit(Bench.item("a", 1));
      store.prepare("a", 1);
    }
  }

  private SqliteTokenStore openLater(List<List<String>> more) {
    List<List<String>> steps = new ArrayList<>(Schema.CURRENT.steps());
    steps.addAll(more);
    HeldFolder folder = HeldFolder.open(bench.directory(), Duration.ZERO);
    SqliteFile.Shape shape = new SqliteFile.Shape(new Schema(steps), SqliteFile.PAGE_LIMIT, 100);
    return SqliteTokenStore.open(folder, Bench.KEYS, () -> Bench.NOON, shape);
  }

  private int version() throws SQLException {
    return (int) bench.look("SELECT version FROM schema_version").get(0);
  }

  @Test
  void beginsWithTodaysVersion() throws SQLException {
    assertThat(version()).isEqualTo(TODAY);
  }

  @Test
  void takesEveryStepThatIsMissingOnce() throws SQLException {
    for (int i = 0; i < 2; i++) {
      try (SqliteTokenStore store = openLater(List.of(SECOND, THIRD))) {
        assertThat(Bench.found(store)).hasToString("{a=1 prepared}");
      }
    }
    assertThat(version()).isEqualTo(TODAY + 2);
    assertThat(bench.look("SELECT x FROM second WHERE y IS NULL")).containsExactly(7);
  }

  @Test
  void leavesNothingHalfWhenAStepFails() throws SQLException {
    Bench.failure(Kind.UNREADABLE, () -> openLater(List.of(SECOND, BROKEN)).close());
    assertThat(version()).isEqualTo(TODAY + 1);
    assertThat(bench.look("SELECT x FROM second")).containsExactly(7);

    try (SqliteTokenStore store = openLater(List.of(SECOND, THIRD))) {
      assertThat(Bench.found(store)).hasToString("{a=1 prepared}");
    }
  }

  @Test
  void refusesTablesOfANewerProgramAndLeavesThem() throws SQLException {
    openLater(List.of(SECOND)).close();
    StoreFailure failure = Bench.failure(Kind.UNREADABLE, () -> bench.open().close());
    assertThat(failure).hasMessageContaining("newer version");
    assertThat(version()).isEqualTo(TODAY + 1);
  }

  @Test
  void beginsANewStoreWithAllSteps() throws SQLException {
    bench = new Bench(parent.resolve("new"));
    openLater(List.of(SECOND, THIRD)).close();
    assertThat(version()).isEqualTo(TODAY + 2);
  }

  /** A process that died while it made the database. */
  @Test
  void beginsAgainOverAnUnfinishedBeginning() throws Exception {
    bench = new Bench(parent.resolve("new"));
    bench.open().close();
    Files.move(bench.database(), bench.directory().resolve("items.db.new"));
    Files.createFile(bench.directory().resolve("items.db.new-journal"));

    try (SqliteTokenStore store = bench.open()) {
      assertThat(Bench.found(store)).isEmpty();
    }
    assertThat(bench.directory().resolve("items.db.new")).doesNotExist();
    assertThat(bench.directory().resolve("items.db.new-journal")).doesNotExist();
  }
}
