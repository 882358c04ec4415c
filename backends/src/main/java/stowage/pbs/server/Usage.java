package stowage.pbs.server;

/** In bytes. */
public record Usage(long total, long used, long available) {}
