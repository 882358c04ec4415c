package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.schema.Property;
import stowage.schema.Schemas;
import stowage.type.Pool;

/**
 * Which Proxmox VE shares the configuration with us on this node. What it does not know, it passes
 * over while it reads the file, and leaves out when it next writes it.
 *
 * @param major 0 when it is not known, or when there is none
 */
record PveRelease(int major) {
  static final PveRelease UNKNOWN = new PveRelease(0);

  /** The package of its storage part is counted as the whole is. */
  private static final Exec PACKAGE =
      Exec.reads("/usr/bin/dpkg-query", "--show", "--showformat=${Version}", "libpve-storage-perl");

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\..*", Pattern.DOTALL);
  private static final int WITHOUT_GLUSTER = 9;

  static Probe<PveRelease> probe(Survey survey) {
    return survey.ground().kind() == HostState.Kind.CLUSTER
        ? Probe.of(List.of(PACKAGE), answers -> Reading.known(read(answers.getFirst())))
        : Probe.constant(Reading.known(UNKNOWN));
  }

  private static PveRelease read(Result answer) {
    Matcher version = VERSION.matcher(answer.ok() ? answer.text() : "");
    return version.matches() ? new PveRelease(Integer.parseInt(version.group(1))) : UNKNOWN;
  }

  /** What it would lose of the pool. */
  List<Message> findings(Pool pool) {
    if (this.equals(UNKNOWN)) {
      return List.of();
    }
    if (pool.type() == StorageType.GLUSTERFS && major >= WITHOUT_GLUSTER) {
      return List.of(Message.of("finding.type-unknown", major, pool.type().word()));
    }
    List<Message> findings = new ArrayList<>();
    for (Property<?> property : Schemas.of(pool.type()).properties()) {
      boolean known =
          major >= WITHOUT_GLUSTER
              ? !property.is(Property.Trait.UNTIL_8)
              : !property.is(Property.Trait.SINCE_9);
      if (!known && pool.values().containsKey(property.key())) {
        findings.add(Message.of("finding.property-unknown", major, property.key()));
      }
    }
    return findings;
  }
}
