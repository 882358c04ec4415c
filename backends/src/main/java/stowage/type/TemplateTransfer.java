package stowage.type;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Templates arrive as the ordinary volumes that they were, and become templates again when all of
 * them is there: the way Proxmox VE receives them on LVM-thin.
 *
 * @param backend the type, which knows how a template is made
 * @param plain receives and sends everything else
 * @param absence says that a name is free on the host
 */
record TemplateTransfer(Backend backend, Transfer plain, Absence absence) implements Transfer {

  /** Makes sure that nothing has a name meanwhile. */
  @FunctionalInterface
  interface Absence {
    Guard of(Pool pool, String name, Message otherwise) throws InvalidException;
  }

  static TemplateTransfer ofFiles(Backend backend, Transfer plain) {
    return new TemplateTransfer(
        backend,
        plain,
        (pool, name, otherwise) ->
            Guard.status(otherwise, missing(backend.path(pool, name, null)), 0));
  }

  private static Exec missing(String path) {
    return Exec.reads("/usr/bin/test", "!", "-e", path).asRoot();
  }

  @Override
  public List<StreamFormat> exports(Pool pool, VolumeName volume, Extent extent) {
    return plain.exports(pool, volume, extent);
  }

  @Override
  public List<StreamFormat> imports(Pool pool, VolumeName volume, Extent extent) {
    if (!volume.template()) {
      return plain.imports(pool, volume, extent);
    }
    VolumeName ordinary = ordinary(volume);
    boolean possible = backend.supports(Feature.TEMPLATE, pool, ordinary).possible();
    return possible && Streams.isWhole(extent) ? plain.imports(pool, ordinary, extent) : List.of();
  }

  @Override
  public Export export(Pool pool, Volume volume, StreamFormat format, Extent extent)
      throws InvalidException {
    return plain.export(pool, volume, format, extent);
  }

  private static VolumeName ordinary(VolumeName template) {
    return new VolumeName(
        template.content(),
        ordinary(template.name()),
        template.owner(),
        template.base(),
        false,
        template.format());
  }

  private static String ordinary(String template) {
    return template.replaceFirst("^((?:\\d+/)?)base-", "$1vm-");
  }

  @Override
  public Provisioning.Allocation receive(
      Pool pool,
      String wanted,
      StreamFormat format,
      Size size,
      Extent extent,
      List<Volume> existing)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(pool.type(), wanted);
    if (!name.template()) {
      return plain.receive(pool, wanted, format, size, extent, existing);
    }
    Streams.refuseClone(name);
    Streams.require(format, imports(pool, name, extent), name, extent);
    Message taken = Message.of("problem.volume-exists", wanted, pool.id().text());
    if (existing.stream().anyMatch(v -> ("/" + v.id().name()).endsWith("/" + wanted))) {
      throw new InvalidException("name", taken.key(), taken.args().toArray());
    }
    Provisioning.Allocation arrived =
        plain.receive(pool, ordinary(wanted), format, size, extent, existing);
    Provisioning.Allocation template =
        backend
            .cloning()
            .orElseThrow()
            .template(pool, volume(arrived.made(), name, size), List.of(), existing);
    if (!template.made().name().equals(wanted)) {
      throw new IllegalStateException(template.made() + " instead of " + wanted);
    }
    List<Guard> guards = new ArrayList<>(arrived.change().guards());
    guards.add(absence.of(pool, wanted, taken));
    List<Step> steps = new ArrayList<>(arrived.change().steps());
    if (VolumeNames.inFiles(pool.type())) {
      // The stream took its time, and mv would not ask; tools of volumes do.
      steps.add(
          Step.of(
              Message.of("step.receive-free", wanted), missing(backend.path(pool, wanted, null))));
    }
    // Its own guards ask about a volume that was there before: none is.
    steps.addAll(template.change().steps());
    return new Provisioning.Allocation(template.made(), new Change(guards, steps));
  }

  private static Volume volume(VolumeId id, VolumeName name, Size size) {
    return new Volume(
        id,
        ContentType.IMAGES,
        name.format(),
        name.owner(),
        new Volume.Space(size.bytes(), null),
        Volume.Extra.NONE);
  }
}
