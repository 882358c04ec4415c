package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;

/** What a pool's {@code bwlimit} grants. */
class BandwidthTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # bwlimit                      | clone | migration
          ''                             | 0     | 0
          10                             | 10240 | 10240
          default=10                     | 10240 | 10240
          default=10,clone=20            | 20480 | 10240
          default=10,clone=0             | 0     | 10240
          migration=0.5                  | 0     | 512
          migration=0.0001               | 0     | 1
          restore=10,move=10             | 0     | 0
          """)
  void eachWorkHasItsOwn(String limits, long clone, long migration) {
    Pool pool =
        limits.isEmpty()
            ? Samples.of(StorageType.LVM, "vg")
            : Samples.of(StorageType.LVM, "vg", "bwlimit", limits);
    assertEquals(new Bandwidth(clone), Bandwidth.of(pool, Bandwidth.Work.CLONE));
    assertEquals(new Bandwidth(migration), Bandwidth.of(pool, Bandwidth.Work.MIGRATION));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 5, 5", "5, 0, 5", "5, 7, 5", "7, 5, 5"})
  void ofTwoTheSmallerOneHolds(long one, long other, long both) {
    assertEquals(new Bandwidth(both), new Bandwidth(one).and(new Bandwidth(other)));
  }
}
