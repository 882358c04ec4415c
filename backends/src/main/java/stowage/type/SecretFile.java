package stowage.type;

import java.util.function.Function;
import stowage.exec.Secret;
import stowage.schema.Property;

/**
 * Where a pool's secret lies on the host, outside of {@code storage.cfg}.
 *
 * @param property the option that it is entered by
 * @param path absolute
 * @param mode as for chmod(1); the cluster file system has modes of its own
 * @param content makes the file's content of what was entered
 */
public record SecretFile(
    Property<?> property, String path, String mode, Function<Secret, Secret> content) {}
