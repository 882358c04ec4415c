package stowage.ssh;

import static java.util.regex.Matcher.quoteReplacement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.schema.InvalidException;

/**
 * Collects what applies to one host. The first value found for a keyword stays, as in ssh; only
 * {@code IdentityFile} adds up.
 */
final class ConfigScope {
  private static final String IDENTITY = "identityfile";
  private static final String JUMP = "proxyjump";
  private static final Pattern HOST_TOKEN = Pattern.compile("%[h%]");

  /** What would change whom ssh reaches or trusts, as its manual spells it. */
  private static final Map<String, String> UNHEEDED =
      Stream.of(
              "AddressFamily",
              "BindAddress",
              "BindInterface",
              "CanonicalizeHostname",
              "CertificateFile",
              "HostKeyAlias",
              "KnownHostsCommand",
              "PKCS11Provider",
              "RevokedHostKeys",
              "SecurityKeyProvider",
              "VerifyHostKeyDNS")
          .collect(Collectors.toMap(word -> word.toLowerCase(Locale.ROOT), word -> word));

  /** Values by which a keyword asks for what happens anyway. */
  private static final Set<String> ABSENT = Set.of("no", "none", "any");

  private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  /** Who uses this program. */
  record Local(Path home, String user) {}

  private record Found(List<String> values, String at) {}

  private final Local local;
  private final String alias;
  private final Map<String, Found> settings = new HashMap<>();
  private final List<String> identities = new ArrayList<>();
  private final Set<Message> warnings = new LinkedHashSet<>();
  private boolean finalWanted;
  private boolean finalPass;

  /**
   * @param user given by the person, stronger than the files
   * @param port likewise
   */
  ConfigScope(Local local, String alias, @Nullable String user, @Nullable String port) {
    this.local = local;
    this.alias = alias;
    if (user != null) {
      settings.put("user", new Found(List.of(user), alias));
    }
    if (port != null) {
      settings.put("port", new Found(List.of(port), alias));
    }
  }

  void apply(List<ConfigLines.Line> lines) {
    walk(lines, true);
    if (finalWanted) {
      finalPass = true;
      // What the host is called is settled by then, as for ssh.
      settings.put("hostname", new Found(List.of(address().replace("%", "%%")), alias));
      walk(lines, true);
    }
  }

  Set<Message> warnings() {
    return warnings;
  }

  @Nullable String first(String keyword) {
    Found found = settings.get(keyword);
    return found == null ? null : found.values().getFirst();
  }

  private void walk(List<ConfigLines.Line> lines, boolean outer) {
    boolean applies = outer;
    for (ConfigLines.Line line : lines) {
      switch (line) {
        case ConfigLines.Line.Scope scope -> applies = outer && applies(scope);
        case ConfigLines.Line.Included(var included) -> walk(included, applies);
        case ConfigLines.Line.Setting setting -> {
          if (applies && !setting.values().isEmpty()) {
            set(setting);
          }
        }
      }
    }
  }

  private void set(ConfigLines.Line.Setting setting) {
    String keyword = setting.keyword();
    if (keyword.equals(IDENTITY)) {
      if (!identities.contains(setting.values().getFirst())) {
        identities.add(setting.values().getFirst());
      }
      return;
    }
    // Whichever of the two is found first says how the host is reached.
    if (keyword.equals("proxycommand") && !settings.containsKey(JUMP)) {
      settings.put(JUMP, new Found(List.of("none"), setting.at()));
      if (!setting.values().getFirst().equalsIgnoreCase("none")) {
        warnings.add(Message.of("host.config-proxy-command", setting.at()));
      }
    }
    String unheeded = UNHEEDED.get(keyword);
    if (unheeded != null
        && !ABSENT.contains(setting.values().getFirst().toLowerCase(Locale.ROOT))) {
      warnings.add(Message.of("host.config-unheeded", setting.at(), unheeded));
    }
    List<String> values =
        keyword.equals(JUMP) ? List.of(String.join("", setting.values())) : setting.values();
    settings.putIfAbsent(keyword, new Found(values, setting.at()));
  }

  private boolean applies(ConfigLines.Line.Scope scope) {
    if (!scope.match()) {
      return HostPattern.matchesExactly(scope.criteria(), alias);
    }
    boolean all = true;
    var words = scope.criteria().iterator();
    while (words.hasNext()) {
      String word = words.next();
      boolean negated = word.startsWith("!");
      String criterion = (negated ? word.substring(1) : word).toLowerCase(Locale.ROOT);
      Boolean holds =
          switch (criterion) {
            case "all" -> true;
            case "canonical" -> false;
            case "final" -> {
              finalWanted = true;
              yield finalPass;
            }
            case "host" -> listed(words, address());
            case "originalhost" -> listed(words, alias);
            case "user" -> listedExactly(words, user());
            case "localuser" -> listedExactly(words, local.user());
            default -> null;
          };
      if (holds == null) {
        // Whether it holds only ssh itself could tell; taking it for false is the careful guess.
        warnings.add(Message.of("host.config-match-skipped", scope.at(), criterion));
        return false;
      }
      all &= holds != negated;
    }
    return all;
  }

  private static boolean listed(Iterator<String> words, String value) {
    return words.hasNext() && HostPattern.matches(List.of(words.next().split(",")), value);
  }

  /** Names of hosts are the same in any case, names of users are not. */
  private static boolean listedExactly(Iterator<String> words, String value) {
    return words.hasNext() && HostPattern.matchesExactly(List.of(words.next().split(",")), value);
  }

  /** In lower case, as ssh uses names; the zone of an IPv6 address keeps its own. */
  private String address() {
    String name = first("hostname");
    String full =
        name == null
            ? alias
            : HOST_TOKEN
                .matcher(name)
                .replaceAll(token -> token.group().equals("%h") ? quoteReplacement(alias) : "%");
    return full.contains(":") ? full : full.toLowerCase(Locale.ROOT);
  }

  private String user() {
    String user = first("user");
    return user == null ? local.user() : user;
  }

  private int port() throws InvalidException {
    Found found = settings.get("port");
    if (found == null) {
      return KnownHost.DEFAULT_PORT;
    }
    String text = found.values().getFirst();
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    }
    throw new InvalidException("port", "host.bad-port", text, found.at());
  }

  Target target(String name, List<Target> via) throws InvalidException {
    int port = port();
    List<Path> identityFiles =
        identities.isEmpty()
            ? USUAL_KEYS.stream().map(key -> local.home().resolve(".ssh").resolve(key)).toList()
            : identities.stream()
                .filter(file -> !file.equalsIgnoreCase("none"))
                .map(file -> path(file, port))
                .toList();
    List<Path> knownHosts = new ArrayList<>();
    knownHosts.addAll(
        files("userknownhostsfile", List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2"), port));
    knownHosts.addAll(
        files(
            "globalknownhostsfile",
            List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"),
            port));
    Target.Files files =
        new Target.Files(
            identityFiles, yes("identitiesonly"), agent(port), knownHosts, yes("hashknownhosts"));
    return new Target(name, address(), port, user(), files, via);
  }

  private boolean yes(String keyword) {
    String value = first(keyword);
    return value != null && (value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("true"));
  }

  private @Nullable Path agent(int port) {
    String value = first("identityagent");
    if (value == null || value.equals("SSH_AUTH_SOCK")) {
      value = "$SSH_AUTH_SOCK";
    }
    if (value.startsWith("$") && !value.startsWith("${")) {
      value = System.getenv(value.substring(1));
    }
    return value == null || value.isEmpty() || value.equalsIgnoreCase("none")
        ? null
        : path(value, port);
  }

  private List<Path> files(String keyword, List<String> usual, int port) {
    Found found = settings.get(keyword);
    List<String> names = found == null ? usual : found.values();
    return names.stream()
        .filter(file -> !file.equalsIgnoreCase("none"))
        .map(file -> path(file, port))
        .toList();
  }

  private Path path(String text, int port) {
    String expanded = text.startsWith("~/") ? local.home() + text.substring(1) : text;
    return local.home().resolve(tokens(expanded, port));
  }

  /** The tokens and variables that ssh_config(5) allows in file names. */
  private String tokens(String text, int port) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = text.indexOf('}', i);
      if (c == '%' && i + 1 < text.length()) {
        i++;
        out.append(
            switch (text.charAt(i)) {
              case '%' -> "%";
              case 'd' -> local.home().toString();
              case 'h' -> address();
              case 'n' -> alias;
              case 'p' -> "" + port;
              case 'r' -> user();
              case 'u' -> local.user();
              default -> "%" + text.charAt(i);
            });
      } else if (text.startsWith("${", i) && end > 0) {
        String value = System.getenv(text.substring(i + 2, end));
        out.append(value == null ? "" : value);
        i = end;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
