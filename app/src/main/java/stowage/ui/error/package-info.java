/** What went wrong, in words, and what to do next. */
@NullMarked
package stowage.ui.error;

import org.jspecify.annotations.NullMarked;
