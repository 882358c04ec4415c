package stowage.tool;

/** Fetches files on the host from where they are offered. */
public final class Wget {
  public static final HostTool TOOL = new HostTool("/usr/bin/wget", "wget");

  private Wget() {}
}
