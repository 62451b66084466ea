package dev.keybearer.gateway.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.scene.Corpora;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases of others, and damaged ones (D6). MaxMind's own reader is the oracle. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EditionTest {
  private static final int SOUND_FILES = 17;
  private static final int BAD_FILES = 21;
  private static final int FLIPS = 5_000;

  /** Of every family, and at the edges. */
  private static final List<String> ADDRESSES =
      List.of(
          "0.0.0.0",
          "1.1.1.1",
          "81.2.69.142",
          "255.255.255.255",
          "::",
          "::1",
          "2001:218::1",
          "2001:db8::1",
          "8000::1",
          "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");

  @ParameterizedTest
  @CsvSource({
    "81.2.69.142, GB, London",
    "2.125.160.216, GB, Boxford",
    "89.160.20.112, SE, Linköping",
    "216.160.83.56, US, Milton",
    "175.16.199.0, CN, Changchun",
    "10.0.0.1, ,",
    "127.0.0.1, ,"
  })
  void findsThePlacesThatAreKnown(String address, @Nullable String country, @Nullable String city)
      throws Exception {
    for (String each : List.of("GeoIP2-City-Test.mmdb", "GeoLite2-City-Test.mmdb")) {
      assertThat(read(each).find(address(address))).isEqualTo(new Place(country, city));
    }
  }

  @Test
  void findsCountriesWhereThereAreNoCities() throws Exception {
    Edition countries = read("GeoLite2-Country-Test.mmdb");

    assertThat(countries.find(address("81.2.69.142"))).isEqualTo(new Place("GB", null));
  }

  @Test
  void knowsNothingFromADatabaseOfOtherThings() throws Exception {
    assertThat(read("GeoLite2-ASN-Test.mmdb").find(address("1.128.0.0"))).isEqualTo(Place.UNKNOWN);
  }

  @Test
  void saysWhatItIsAndFromWhen() throws Exception {
    assertThat(read("GeoLite2-City-Test.mmdb").toString()).startsWith("GeoLite2-City of 20");
  }

  @Test
  void takesIpv4InEitherForm() throws Exception {
    Edition cities = read("GeoLite2-City-Test.mmdb");

    assertThat(cities.find(address("::ffff:81.2.69.142"))).isEqualTo(new Place("GB", "London"));
  }

  /** Whatever MaxMind's reader finds in its own databases, this one finds as well. */
  @TestFactory
  Stream<DynamicTest> agreesWithTheReferenceReaderOnEveryNetwork() {
    return Stream.of(
            "GeoIP2-City-Test.mmdb",
            "GeoLite2-City-Test.mmdb",
            "GeoIP2-Country-Test.mmdb",
            "GeoLite2-Country-Test.mmdb")
        .map(name -> dynamicTest(name, () -> compareAll(name)));
  }

  private static void compareAll(String name) throws Exception {
    byte[] octets = Files.readAllBytes(file(name));
    Edition ours = Edition.of(MemorySegment.ofArray(octets));
    int compared = 0;
    try (Reader reader = new Reader(new ByteArrayInputStream(octets))) {
      Networks<Map<String, Object>> networks = networks(reader);
      while (networks.hasNext()) {
        DatabaseRecord<Map<String, Object>> each = networks.next();
        Address first = Address.of(each.network().networkAddress());
        assertThat(ours.find(first)).as(each.network().toString()).isEqualTo(place(each.data()));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the reader is told a raw class
  private static Networks<Map<String, Object>> networks(Reader reader) throws Exception {
    return (Networks) reader.networks(Map.class);
  }

  private static Place place(Map<String, Object> record) {
    return new Place(text(record, "country", "iso_code"), text(record, "city", "names", "en"));
  }

  private static @Nullable String text(Object record, String... keys) {
    @Nullable Object found = record;
    for (String key : keys) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return (String) found;
  }

  /** Sound or broken on purpose: a place, or a clean refusal. */
  @TestFactory
  Stream<DynamicTest> survivesEveryTestFile() {
    List<Path> files = Corpora.files("maxmind", "test-data");
    assertThat(files).hasSize(SOUND_FILES);
    return files.stream().map(file -> dynamicTest(name(file), () -> survives(file)));
  }

  @TestFactory
  Stream<DynamicTest> survivesEveryBadFile() {
    List<Path> files = Corpora.files("maxmind", "bad-data");
    assertThat(files).hasSize(BAD_FILES);
    return files.stream().map(file -> dynamicTest(name(file), () -> survives(file)));
  }

  private static void survives(Path file) throws IOException {
    long begun = System.nanoTime();
    lookUpAll(Files.readAllBytes(file));
    assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
  }

  private static void lookUpAll(byte[] octets) {
    try {
      Edition edition = Edition.of(MemorySegment.ofArray(octets));
      for (String address : ADDRESSES) {
        lookUp(edition, address);
      }
    } catch (BadDatabase e) {
      assertThat(e).hasMessageMatching("(it|its|a) .+"); // anything else would be a bug
    }
  }

  private static void lookUp(Edition edition, String address) {
    try {
      assertThat(edition.find(address(address))).isNotNull();
    } catch (BadDatabase e) {
      assertThat(e).hasMessageMatching("(it|its|a|an) .+");
    }
  }

  /** A file of 400 octets that unfolds into 2²⁴ texts: the reference reader runs out of memory. */
  @Test
  void isNotExhaustedByWhatAFewOctetsUnfoldInto() throws Exception {
    DatabaseFile file = new DatabaseFile().text("hi");
    int inner = 0;
    for (int level = 0; level < 24; level++) {
      int outer = file.next();
      file.map(2).text("a").pointer(inner).text("country").pointer(inner);
      inner = outer;
    }
    Edition edition = Edition.of(MemorySegment.ofArray(file.leadingTo(inner)));

    assertThat(edition.find(address("1.1.1.1"))).isEqualTo(Place.UNKNOWN);
  }

  @Test
  void endsARecordThatHasMoreValuesThanAnyPlace() throws Exception {
    assertThat(find(array(Walk.MOST_STEPS - 8))).isEqualTo(new Place("GB", null));
    assertThatThrownBy(() -> find(array(Walk.MOST_STEPS)))
        .isInstanceOf(BadDatabase.class)
        .hasMessageContaining("more than 4096 values");
  }

  /** An array before the country. */
  private static byte[] array(int length) {
    int more = length - 285;
    DatabaseFile file = new DatabaseFile().map(2).text("a").octets(30, 4, more >> 8, more & 0xff);
    for (int i = 0; i < length; i++) {
      file.octets(0, 7);
    }
    return file.text("country").map(1).text("iso_code").text("GB").leadingTo(0);
  }

  @Test
  void endsAWayThatLeadsInACircle() {
    DatabaseFile circle = new DatabaseFile().pointer(0);
    DatabaseFile keys = new DatabaseFile().map(1).pointer(0).text("GB");

    assertThatThrownBy(() -> find(circle.leadingTo(0))).isInstanceOf(BadDatabase.class);
    assertThatThrownBy(() -> find(keys.leadingTo(0))).isInstanceOf(BadDatabase.class);
  }

  @Test
  void takesNoTextForANameThatIsLongerThanAnyName() throws Exception {
    assertThat(find(country(Walk.LONGEST_TEXT)).country()).hasSize(Walk.LONGEST_TEXT);
    assertThat(find(country(Walk.LONGEST_TEXT + 1))).isEqualTo(Place.UNKNOWN);
  }

  private static byte[] country(int length) {
    int more = length - 285;
    DatabaseFile file = new DatabaseFile().map(1).text("country").map(1).text("iso_code");
    file.octets(0x5e, more >> 8, more & 0xff);
    for (int i = 0; i < length; i++) {
      file.octets('A');
    }
    return file.leadingTo(0);
  }

  /** Any octet may be any other: each such file is a database or is refused, and nothing else. */
  @Test
  void survivesAnyOctetBeingAnother() throws Exception {
    byte[] sound = Files.readAllBytes(file("MaxMind-DB-test-mixed-24.mmdb"));
    byte[] cities = Files.readAllBytes(file("GeoLite2-City-Test.mmdb"));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = (i % 2 == 0 ? sound : cities).clone();
      for (int flips = 0; flips < 1 + i % 3; flips++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      lookUpAll(damaged);
    }
  }

  /** Half a file, as a slow copy leaves it, is none: what it is stands at the end. */
  @Test
  void refusesEveryFileThatIsNotWrittenToItsEnd() throws Exception {
    byte[] whole = DatabaseFile.of("GB", "London");
    for (int length = 0; length < whole.length; length++) {
      MemorySegment torn = MemorySegment.ofArray(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Edition.of(torn)).isInstanceOf(BadDatabase.class);
    }
    assertThat(find(whole)).isEqualTo(new Place("GB", "London"));
  }

  private static Place find(byte[] file) throws BadDatabase {
    return Edition.of(MemorySegment.ofArray(file)).find(address("1.1.1.1"));
  }

  private static Edition read(String name) throws Exception {
    return Edition.of(MemorySegment.ofArray(Files.readAllBytes(file(name))));
  }

  private static Path file(String name) {
    return Corpora.folder("maxmind").resolve("test-data").resolve(name);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }
}
