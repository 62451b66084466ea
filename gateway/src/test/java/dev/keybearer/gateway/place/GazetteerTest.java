package dev.keybearer.gateway.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.scene.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database file that changes, breaks and goes away while places are asked for (D6). */
@Timeout(30)
class GazetteerTest {
  private static final Address ADDRESS = Objects.requireNonNull(Address.parse("81.2.69.142"));
  private static final Place LONDON = new Place("GB", "London");
  private static final Place MALMO = new Place("SE", "Malmo");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("places.mmdb");
  }

  @Test
  void knowsNoPlaceWithoutAFileAndTakesItUpWhenItComes() throws IOException {
    try (Gazetteer places = Gazetteer.once(file)) {
      assertThat(places.isReady()).isFalse();
      assertThat(places.of(ADDRESS)).isEqualTo(Place.UNKNOWN);

      replace(DatabaseFile.of("GB", "London"));
      places.compare();
      assertThat(places.of(ADDRESS)).as("it may still be growing").isEqualTo(Place.UNKNOWN);
      places.compare();

      assertThat(places.isReady()).isTrue();
      assertThat(places.of(ADDRESS)).isEqualTo(LONDON);
    }
  }

  @Test
  void takesUpAnotherDatabaseInItsPlace() throws IOException {
    replace(DatabaseFile.of("GB", "London"));
    try (Gazetteer places = Gazetteer.once(file)) {
      assertThat(places.of(ADDRESS)).isEqualTo(LONDON);

      replace(DatabaseFile.of("SE", "Malmo"));
      places.compare();
      places.compare();

      assertThat(places.of(ADDRESS)).isEqualTo(MALMO);
    }
  }

  @Test
  void keepsThePlacesItKnowsWhenTheFileIsBrokenOrGone() throws IOException {
    replace(DatabaseFile.of("GB", "London"));
    try (Gazetteer places = Gazetteer.once(file)) {
      Files.write(file, new byte[100]);
      places.compare();
      places.compare();
      assertThat(places.of(ADDRESS)).isEqualTo(LONDON);

      Files.delete(file);
      places.compare();
      places.compare();
      assertThat(places.of(ADDRESS)).isEqualTo(LONDON);
      assertThat(places.isReady()).isTrue();
    }
  }

  @Test
  void countsAddressesThatDamageHides() throws IOException {
    replace(new DatabaseFile().pointer(0).leadingTo(0));
    try (Gazetteer places = Gazetteer.once(file)) {
      assertThat(places.of(ADDRESS)).isEqualTo(Place.UNKNOWN);
      assertThat(places.of(ADDRESS)).isEqualTo(Place.UNKNOWN);
      assertThat(places.failures()).isEqualTo(2);
    }
  }

  @Test
  void neverReadsAFolderForADatabase() {
    try (Gazetteer places = Gazetteer.once(folder)) {
      assertThat(places.of(ADDRESS)).isEqualTo(Place.UNKNOWN);
    }
  }

  @Test
  void readsWhereDatabasesOfOthersLie() {
    Path cities = Corpora.folder("maxmind").resolve("test-data/GeoIP2-City-Test.mmdb");
    try (Gazetteer places = Gazetteer.watch(cities)) {
      assertThat(places.of(ADDRESS)).isEqualTo(LONDON);
    }
  }

  @Test
  void answersEveryoneWhileDatabasesChange() throws Exception {
    replace(DatabaseFile.of("GB", "London"));
    AtomicBoolean wrong = new AtomicBoolean();
    AtomicBoolean over = new AtomicBoolean();
    try (Gazetteer places = Gazetteer.once(file)) {
      Thread asker =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      Place place = places.of(ADDRESS);
                      if (!place.equals(LONDON) && !place.equals(MALMO)) {
                        wrong.set(true);
                      }
                    }
                  });
      for (int i = 0; i < 20; i++) {
        replace(i % 2 == 0 ? DatabaseFile.of("SE", "Malmo") : DatabaseFile.of("GB", "London"));
        places.compare();
        places.compare();
      }
      over.set(true);
      asker.join();
    }
    assertThat(wrong).isFalse();
  }

  private void replace(byte[] content) throws IOException {
    Path fresh = Files.write(folder.resolve("fresh"), content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
