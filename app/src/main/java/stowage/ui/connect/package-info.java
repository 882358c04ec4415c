/** Adding a host, and the questions asked while connecting. */
@NullMarked
package stowage.ui.connect;

import org.jspecify.annotations.NullMarked;
