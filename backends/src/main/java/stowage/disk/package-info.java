/** Disks of a host: what is on them, how they are, and what can be made of them. */
@NullMarked
package stowage.disk;

import org.jspecify.annotations.NullMarked;
