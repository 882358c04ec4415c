# Takes back what scenery.sh made.
base=/var/lib/stowage-bench config=/etc/pve/storage.cfg
umount /mnt/pve/bench-nfs
rmdir /mnt/pve/bench-nfs
rm -f "$config"
[ ! -e "$base/storage.cfg" ] || cp -p "$base/storage.cfg" "$config"
rm -rf "$base"
