package stowage.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.host.Proposal;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.SecretForm;

/**
 * Secrets for a pool that is added or changed; a key that shall be made is among them.
 *
 * @param made null when none is to be made
 */
record PoolSecrets(Map<String, Secret> byKey, @Nullable NewKey made, boolean looks)
    implements AutoCloseable {

  /**
   * @param mentioned text by property key, see {@link Secrets#ask}
   * @param saveKey file for a key that is made here
   */
  static PoolSecrets ask(
      Map<String, String> mentioned,
      Passwords passwords,
      @Nullable String saveKey,
      String storage,
      Cli cli)
      throws InvalidException {
    String key = Properties.ENCRYPTION_KEY.key();
    boolean makes = SecretForm.AUTOGEN.equals(mentioned.get(key));
    if (makes == (saveKey == null)) {
      String problem = makes ? "problem.key-to-be-made" : "cli.key.save-without-autogen";
      throw new InvalidException(makes ? key : "save-key", problem);
    }
    if (saveKey == null) {
      return new PoolSecrets(Secrets.ask(mentioned, passwords, cli), null, cli.dryRun);
    }
    // Several hosts would share the key, and only one of them is asked about at a time.
    Session session = cli.session();
    NewKey.Custody custody =
        new NewKey.Custody(
            session.host().name(), storage, LocalFile.of("save-key", saveKey), null, null);
    if (!cli.dryRun) {
      custody.require();
    }
    Map<String, String> others = new HashMap<>(mentioned);
    others.remove(key);
    Map<String, Secret> secrets = new HashMap<>(Secrets.ask(others, passwords, cli));
    NewKey made = new NewKey(custody, KeyDeeds.of(session), session.output().words());
    secrets.put(key, made.text());
    return new PoolSecrets(secrets, made, cli.dryRun);
  }

  Proposal kept(Proposal proposal) throws InvalidException {
    return made == null ? proposal : made.kept(proposal, looks);
  }

  @Override
  public void close() {
    byKey.values().forEach(Secret::close);
  }
}
