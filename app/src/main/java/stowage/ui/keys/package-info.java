/** Keys of backups: how they are kept safe, and what a pool has of them. */
@NullMarked
package stowage.ui.keys;

import org.jspecify.annotations.NullMarked;
