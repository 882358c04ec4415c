/** SSH behind the engine's {@code Shell}; no type of the SSH library leaves this package. */
@NullMarked
package stowage.ssh;

import org.jspecify.annotations.NullMarked;
