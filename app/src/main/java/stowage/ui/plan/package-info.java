/** A change from proposal to result: review, progress, end. */
@NullMarked
package stowage.ui.plan;

import org.jspecify.annotations.NullMarked;
