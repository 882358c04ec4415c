/** What a pool holds, and what can be done with it. */
@NullMarked
package stowage.ui.content;

import org.jspecify.annotations.NullMarked;
