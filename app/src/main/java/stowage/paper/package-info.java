/** Keys on paper: sheets to be printed or kept as a PDF, and what is read from scans of them. */
@NullMarked
package stowage.paper;

import org.jspecify.annotations.NullMarked;
