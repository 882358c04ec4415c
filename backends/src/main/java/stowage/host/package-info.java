/** A host and its pools: refresh, list, propose a change, apply it. */
@NullMarked
package stowage.host;

import org.jspecify.annotations.NullMarked;
