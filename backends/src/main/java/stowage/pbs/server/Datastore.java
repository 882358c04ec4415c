package stowage.pbs.server;

/**
 * @param comment empty for none
 * @param maintenance why it is out of work, as the server says it; empty when it is not
 */
public record Datastore(String name, String comment, String maintenance) {}
