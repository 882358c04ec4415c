/** The command line {@code stowage}: the commands of {@code pvesm}, for any number of hosts. */
@NullMarked
package stowage.cli;

import org.jspecify.annotations.NullMarked;
