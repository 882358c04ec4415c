/** Vocabularies of the programs on a host: they build commands and parse answers. */
@NullMarked
package stowage.tool;

import org.jspecify.annotations.NullMarked;
