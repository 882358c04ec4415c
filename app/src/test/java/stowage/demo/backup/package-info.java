@NullMarked
package stowage.demo.backup;

import org.jspecify.annotations.NullMarked;
