package stowage.pbs.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param last time of the newest backup; null when the server does not tell
 * @param count of finished backups
 * @param owner empty when the server does not tell
 * @param comment first line of its notes, empty for none
 */
public record Group(GroupId id, @Nullable Instant last, long count, String owner, String comment) {}
