/** What the user has chosen and which hosts they look after, kept in one file. */
@NullMarked
package stowage.settings;

import org.jspecify.annotations.NullMarked;
