package stowage.host;

/** What becomes of a change to a volume that a guest's configuration names. */
public enum InUse {
  /** It is refused, with the guest's name. */
  REFUSE,
  /** It is planned, and says whom it concerns. */
  OVERRULE;

  /** Key of the problem that a refusal holds. */
  public static final String PROBLEM = "problem.volume-in-use";
}
