/** Preferences. */
@NullMarked
package stowage.ui.prefs;

import org.jspecify.annotations.NullMarked;
