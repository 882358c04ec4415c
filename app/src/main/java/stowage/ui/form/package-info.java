/** Forms made from a schema. */
@NullMarked
package stowage.ui.form;

import org.jspecify.annotations.NullMarked;
