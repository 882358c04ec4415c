/** One host: its connection and its page. */
@NullMarked
package stowage.ui.host;

import org.jspecify.annotations.NullMarked;
