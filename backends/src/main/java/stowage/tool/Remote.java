package stowage.tool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Quoting;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;

/**
 * Another host, on which root of this one runs programs over SSH, by a key of its own for each.
 *
 * @param portal its address, as it is written in the pool
 */
public record Remote(String portal) {
  public static final HostTool SSH = new HostTool("/usr/bin/ssh", "openssh-client");

  /** Where Proxmox VE looks for the keys. */
  public static final String KEYS = "/etc/pve/priv/zfs";

  /** What ssh ends with when it could not run the program, or lost it. */
  private static final int OF_SSH = 255;

  /** Solaris and the BSDs name the program differently. */
  private static final String SUM =
      "if command -v sha256sum >/dev/null 2>&1; then sha256sum;"
          + " elif command -v sha256 >/dev/null 2>&1; then sha256; else digest -a sha256; fi";

  public String key() {
    return KEYS + "/" + portal + "_id_rsa";
  }

  /** The other host's shell reads the words once more, and finds zfs by its own path. */
  public Exec on(Exec exec) {
    List<String> words = new ArrayList<>(exec.argv());
    if (words.getFirst().equals(Zfs.ZFS.program())) {
      words.set(0, "zfs");
    }
    return new Exec(
        List.of(
            SSH.program(),
            "-o",
            "BatchMode=yes",
            "-o",
            "ConnectTimeout=5",
            "-o",
            "ServerAliveInterval=15",
            "-i",
            key(),
            "root@" + portal,
            Quoting.words(words)),
        exec.input(),
        exec.effect(),
        Exec.Identity.ROOT,
        exec.limit(),
        exec.outputLimit());
  }

  /** The question put to the other host; what keeps ssh from doing so is told in its own words. */
  public <T> Probe<T> over(Probe<T> question) {
    return Probe.of(
        question.programs().stream().map(this::on).toList(),
        answers ->
            answers.stream()
                .flatMap(answer -> trouble(answer).stream())
                .findFirst()
                .<Reading<T>>map(reason -> new Reading.Failed<T>(reason))
                .orElseGet(() -> question.read(answers)));
  }

  /** Why the other host could not be asked, if so. */
  public Optional<Message> trouble(Result answer) {
    if (answer.ending() != Result.Ending.EXITED || answer.status() != OF_SSH) {
      return Optional.empty();
    }
    String said = answer.errorText();
    if (said.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
      return Optional.of(Message.of("problem.portal-key-changed", portal));
    }
    if (said.contains("Host key verification failed")) {
      return Optional.of(Message.of("problem.portal-key-unknown", portal));
    }
    if (said.contains("Permission denied") || said.contains("authentication failures")) {
      return Optional.of(Message.of("problem.portal-login", portal, key()));
    }
    return Optional.of(Message.of("problem.portal-unreachable", portal, answer.errorLine()));
  }

  /** A fixed text of shell there; what varies are its words. */
  public Exec reads(String text, String... words) {
    return on(Exec.reads("/bin/sh", "-c", text, "sh").and(words));
  }

  /** The same for a text that changes something. */
  public Exec changes(String text, String... words) {
    return on(Exec.changes("/bin/sh", "-c", text, "sh").and(words));
  }

  /** Prints the SHA-256 of what a text of shell prints. */
  public Exec sum(String text) {
    return reads("{ " + text + "; } | { " + SUM + "; }");
  }

  /** As {@link #sum} prints it. */
  public static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same for text that was read byte by byte. */
  public static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** For other texts: a function {@code sum} that does it. */
  public static String sumFunction() {
    return "sum() { { " + SUM + "; } | cut -c1-64; }";
  }
}
