/** Names, layout and sizes of volumes. */
@NullMarked
package stowage.volume;

import org.jspecify.annotations.NullMarked;
