/**
 * Proxmox Backup's keys, paper keys, blobs and manifests, read and made here: nothing of it needs a
 * backup client.
 */
@NullMarked
package stowage.pbs;

import org.jspecify.annotations.NullMarked;
