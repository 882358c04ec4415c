package stowage.type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.tool.Answers;
import stowage.tool.HostTool;
import stowage.tool.Mounts;
import stowage.tool.QemuImg;
import stowage.tool.Smb;
import stowage.tool.Smb.Login;

/** A directory that a Windows or Samba server shares. */
public final class CifsBackend implements FileBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.CIFS));

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Smb.MOUNT_TOOL, Smb.CLIENT, QemuImg.TOOL);
  }

  @Override
  public List<SecretFile> secretFiles(Pool pool) {
    return List.of(
        new SecretFile(Properties.PASSWORD, credentials(pool), "0600", SecretForm.CREDENTIALS));
  }

  private static String credentials(Pool pool) {
    return "/etc/pve/priv/storage/" + pool.id() + ".pw";
  }

  @Override
  public Footing footing(Pool pool) {
    return Footing.OwnMount.of("cifs", source(pool), FileVolumes.base(pool));
  }

  private static String source(Pool pool) {
    String server = server(pool);
    String host = server.contains(":") ? "[" + server + "]" : server;
    return "//" + host + "/" + share(pool) + pool.get(Properties.SUBDIR).orElse("");
  }

  private static String server(Pool pool) {
    return pool.get(Properties.SERVER).orElse("");
  }

  private static String share(Pool pool) {
    return pool.get(Properties.SHARE).orElse("");
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    Exec look = Exec.reads("/usr/bin/stat", "-c", "%n", "--", credentials(pool)).asRoot();
    Login login = login(pool, new Login.Stored(user(pool), domain(pool), credentials(pool)));
    Exec check = check(pool, login);
    Probe<Exec> mounting =
        Probe.of(
            List.of(look, check),
            answers -> {
              boolean there = answers.getFirst().ok();
              // What was asked with a password says nothing about a guest.
              boolean asGuest = login instanceof Login.Stored && !there;
              return asGuest
                  ? Reading.known(mount(pool, new Login.Guest()))
                  : mounting(pool, login, answers.getLast());
            });
    return new DirectoryActivation(pool, footing(pool), mounting, true).probe();
  }

  @Override
  public Probe<Change> activation(Pool pool, Map<String, Secret> secrets) {
    Secret password = secrets.get(Properties.PASSWORD.key());
    Login entered =
        password == null ? new Login.Guest() : new Login.Typed(user(pool), domain(pool), password);
    Login login = login(pool, entered);
    Exec check = check(pool, login);
    Probe<Exec> mounting = Probe.of(check, answer -> mounting(pool, login, answer));
    return new DirectoryActivation(pool, footing(pool), mounting, true).probe();
  }

  private static Login login(Pool pool, Login withPassword) {
    if (pool.get(Properties.OPTIONS).orElse("").matches("(.*,)?sec=krb5[ip]?(,.*)?")) {
      return new Login.Kerberos();
    }
    return user(pool).isEmpty() ? new Login.Guest() : withPassword;
  }

  private static String user(Pool pool) {
    return pool.get(Properties.USERNAME).orElse("");
  }

  private static String domain(Pool pool) {
    return pool.get(Properties.DOMAIN).orElse("");
  }

  private static String version(Pool pool) {
    return pool.get(Properties.SMBVERSION).orElse("default");
  }

  private static Exec check(Pool pool, Login login) {
    return Smb.check(server(pool), share(pool), version(pool), login);
  }

  private static Reading<Exec> mounting(Pool pool, Login login, Result answer) {
    if (answer.ok()) {
      return Reading.known(mount(pool, login));
    }
    Optional<String> refusal = Smb.refusal(answer);
    if (refusal.isPresent()) {
      return Reading.failed("problem.smb-refused", server(pool), share(pool), refusal.get());
    }
    // Without the program nothing is known about the server.
    return Answers.isMissing(answer)
        ? Reading.known(mount(pool, login))
        : Reading.failed("problem.smb-silent", server(pool));
  }

  private static Exec mount(Pool pool, Login login) {
    Exec mount = Mounts.mount("cifs", source(pool), FileVolumes.base(pool), "soft");
    mount =
        switch (login) {
          case Login.Kerberos() -> mount;
          case Login.Guest() -> mount.and("-o", "guest,username=guest");
          case Login.Stored _, Login.Typed _ -> {
            Exec named =
                mount.and("-o", "username=" + user(pool), "-o", "credentials=" + credentials(pool));
            yield domain(pool).isEmpty() ? named : named.and("-o", "domain=" + domain(pool));
          }
        };
    mount = mount.and("-o", "vers=" + version(pool));
    String options = pool.get(Properties.OPTIONS).orElse("");
    return options.isEmpty() ? mount : mount.and("-o", options);
  }
}
