/** All hosts: first start, home page, what needs attention. */
@NullMarked
package stowage.ui.fleet;

import org.jspecify.annotations.NullMarked;
