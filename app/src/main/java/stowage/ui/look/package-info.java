/** Icons, status marks and the few node shapes that every page uses. */
@NullMarked
package stowage.ui.look;

import org.jspecify.annotations.NullMarked;
