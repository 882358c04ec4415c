@NullMarked
package stowage.target;

import org.jspecify.annotations.NullMarked;
