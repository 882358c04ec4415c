package stowage.target;

import java.util.Arrays;
import java.util.Optional;
import stowage.exec.Reading;

/** The software behind a target, as pools name it. */
public enum Software {
  COMSTAR("comstar", "/dev/zvol/rdsk"),
  IET("iet", "/dev"),
  ISTGT("istgt", "/dev/zvol"),
  LIO("LIO", "/dev");

  private final String word;
  private final String base;

  Software(String word, String base) {
    this.word = word;
    this.base = base;
  }

  public static Optional<Software> of(String word) {
    return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
  }

  public String word() {
    return word;
  }

  /** Where devices of volumes are, unless the pool says otherwise. */
  public String base() {
    return base;
  }

  /** Whether the devices may be below {@code /dev/zvol} as well, which only the host can tell. */
  public boolean isOpenBase() {
    return this == IET || this == LIO;
  }

  /** A text of shell that prints what {@link #read} understands. */
  String survey() {
    return switch (this) {
      case COMSTAR -> ComstarUnits.SURVEY;
      case IET -> IetUnits.SURVEY;
      case ISTGT -> IstgtUnits.SURVEY;
      case LIO -> LioUnits.SURVEY;
    };
  }

  Reading<Units> read(Site site, byte[] told) {
    return switch (this) {
      case COMSTAR -> ComstarUnits.read(site, told);
      case IET -> IetUnits.read(site, told);
      case ISTGT -> IstgtUnits.read(site, told);
      case LIO -> LioUnits.read(site, told);
    };
  }
}
