package stowage.tool;

/**
 * A program on the host.
 *
 * @param program absolute path
 * @param debianPackage the package that brings it
 */
public record HostTool(String program, String debianPackage) {}
