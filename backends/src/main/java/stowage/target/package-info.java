/** Software that makes volumes of another host units of an iSCSI target there. */
@NullMarked
package stowage.target;

import org.jspecify.annotations.NullMarked;
