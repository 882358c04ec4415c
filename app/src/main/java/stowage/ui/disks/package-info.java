/** A host's disks: what is on them, their health, and what can be made of them. */
@NullMarked
package stowage.ui.disks;

import org.jspecify.annotations.NullMarked;
