@NullMarked
package stowage.cli;

import org.jspecify.annotations.NullMarked;
