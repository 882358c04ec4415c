/** One pool: summary, capabilities and configuration. */
@NullMarked
package stowage.ui.pool;

import org.jspecify.annotations.NullMarked;
