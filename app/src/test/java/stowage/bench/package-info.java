/** What Stowage costs in round trips, time and memory, beside what OpenSSH costs for the same. */
@NullMarked
package stowage.bench;

import org.jspecify.annotations.NullMarked;
