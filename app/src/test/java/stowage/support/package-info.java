/** Makes {@code docs/support.md}: what can be done with which pool type, and what that rests on. */
@NullMarked
package stowage.support;

import org.jspecify.annotations.NullMarked;
