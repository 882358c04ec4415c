/** Stand-ins for the programs of a host; each knows what the engine asks of it, and no more. */
@NullMarked
package stowage.demo.program;

import org.jspecify.annotations.NullMarked;
