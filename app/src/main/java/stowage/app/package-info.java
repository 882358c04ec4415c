/** Where the program starts and is put together. */
@NullMarked
package stowage.app;

import org.jspecify.annotations.NullMarked;
