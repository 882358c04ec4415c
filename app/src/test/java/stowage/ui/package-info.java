/** The console's tests as a whole: its fakes, and the application itself. */
@NullMarked
package stowage.ui;

import org.jspecify.annotations.NullMarked;
