/** Adding, changing and removing pools. */
@NullMarked
package stowage.ui.wizard;

import org.jspecify.annotations.NullMarked;
