/** Typed keys of the storage configuration, their rules, and what is wrong with a value. */
@NullMarked
package stowage.schema;

import org.jspecify.annotations.NullMarked;
