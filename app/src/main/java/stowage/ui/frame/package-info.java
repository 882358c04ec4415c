/** The main window: tree, search, tabs, command palette, status bar. */
@NullMarked
package stowage.ui.frame;

import org.jspecify.annotations.NullMarked;
