/** Work off the screen's thread. */
@NullMarked
package stowage.ui.work;

import org.jspecify.annotations.NullMarked;
