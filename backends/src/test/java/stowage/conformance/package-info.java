/** What every pool type must do alike, on recorded, local and real hosts. */
@NullMarked
package stowage.conformance;

import org.jspecify.annotations.NullMarked;
