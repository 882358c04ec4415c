/** Changes that run or have run. */
@NullMarked
package stowage.ui.tasks;

import org.jspecify.annotations.NullMarked;
