@NullMarked
package stowage.ssh;

import org.jspecify.annotations.NullMarked;
