package stowage.demo.backup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.Space;

/** Who asks, and what that one may do. */
final class Access {
  private static final String COOKIE = "PBSAuthCookie=";
  private static final String TOKEN = "PBSAPIToken";

  private final List<Person> people;
  private final Tickets tickets;
  private final Holdings holdings;

  Access(List<Person> people, Tickets tickets, Holdings holdings) {
    this.people = List.copyOf(people);
    this.tickets = tickets;
    this.holdings = holdings;
  }

  private Optional<Person> named(String name) {
    return people.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** Password or an older ticket against a ticket; tokens don't log in this way. */
  Map<String, Object> login(Request request) throws Refusal {
    String name = request.needed("username");
    String secret = request.needed("password");
    Optional<Person> person = named(name).filter(p -> !p.isToken());
    Optional<String> challenge = request.given("tfa-challenge");
    if (person.isPresent() && challenge.isPresent()) {
      return second(person.get(), challenge.get(), secret);
    }
    boolean known =
        person.isPresent()
            && (Tickets.same(person.get().secret(), secret)
                || tickets.user(secret).equals(Optional.of(name)));
    if (!known) {
      throw new Refusal(401, "authentication failed");
    }
    // A ticket that is renewed was vouched for by a code before.
    if (!person.get().code().isEmpty() && Tickets.same(person.get().secret(), secret)) {
      return Map.of("username", name, "ticket", tickets.half(name));
    }
    return entered(name);
  }

  private Map<String, Object> second(Person person, String challenge, String answer)
      throws Refusal {
    if (!tickets.isHalf(challenge, person.name())
        || !Tickets.same("totp:" + person.code(), answer)) {
      throw new Refusal(401, "authentication failed");
    }
    return entered(person.name());
  }

  private Map<String, Object> entered(String name) {
    return Map.of(
        "username",
        name,
        "ticket",
        tickets.issue(name),
        "CSRFPreventionToken",
        tickets.vouching(name));
  }

  Person person(
      Request request,
      @Nullable String authorization,
      @Nullable String cookie,
      @Nullable String vouching)
      throws Refusal {
    if (authorization != null && authorization.startsWith(TOKEN)) {
      return token(authorization.substring(TOKEN.length() + 1));
    }
    if (cookie == null || !cookie.startsWith(COOKIE)) {
      throw new Refusal(401, "authentication failed - no authentication credentials provided.");
    }
    Person person =
        tickets
            .user(Request.decoded(cookie.substring(COOKIE.length()).replace("+", "%2B")))
            .flatMap(this::named)
            .orElseThrow(
                () -> new Refusal(401, "authentication failed - invalid ticket - expired"));
    if (!request.method().equals("GET")
        && (vouching == null || !tickets.vouches(vouching, person.name()))) {
      throw new Refusal(401, "authentication failed - missing or wrong CSRF prevention token");
    }
    return person;
  }

  private Person token(String text) throws Refusal {
    int colon = text.indexOf(':');
    String secret = colon < 0 ? "" : Request.decoded(text.substring(colon + 1).replace("+", "%2B"));
    return named(colon < 0 ? text : text.substring(0, colon))
        .filter(Person::isToken)
        .filter(p -> Tickets.same(p.secret(), secret))
        .orElseThrow(() -> new Refusal(401, "authentication failed - invalid token"));
  }

  /**
   * @param full what allows it for every group
   * @param owned what allows it for one's own
   */
  void require(Person person, Space space, GroupId group, Person.Right full, Person.Right owned)
      throws Refusal {
    if (!allows(person, space, group, full, owned)) {
      throw missing(full, space);
    }
  }

  boolean allows(Person person, Space space, GroupId group, Person.Right full, Person.Right owned) {
    return person.rights().contains(full)
        || (person.rights().contains(owned)
            && holdings.backups(space, group).stream().allMatch(b -> person.owns(b.owner)));
  }

  static Refusal missing(Person.Right right, Space space) {
    String below = space.namespace().isEmpty() ? "" : "/" + space.namespace();
    return new Refusal(
        403,
        "permission check failed - missing Datastore."
            + right
            + " on /datastore/"
            + space.datastore()
            + below);
  }
}
