/** What the demo host is made of: its files, file systems, volume groups and zpools. */
@NullMarked
package stowage.demo.world;

import org.jspecify.annotations.NullMarked;
