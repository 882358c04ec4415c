@NullMarked
package stowage.host;

import org.jspecify.annotations.NullMarked;
