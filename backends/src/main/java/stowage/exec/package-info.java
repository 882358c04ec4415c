/** The one port to a host, and what goes through it: commands, batches, plans and jobs. */
@NullMarked
package stowage.exec;

import org.jspecify.annotations.NullMarked;
