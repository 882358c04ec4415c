/** Files and volumes on their way between hosts, servers of the net and this computer. */
@NullMarked
package stowage.ui.transfer;

import org.jspecify.annotations.NullMarked;
