# Takes back what scenery.sh made.
base=/var/lib/stowage-bench config=/etc/pve/storage.cfg private=/etc/pve/priv
iscsiadm -m node -T iqn.2003-01.org.linux-iscsi.lab:storage -p 127.0.0.1 --logout > /dev/null
iscsiadm -m discoverydb -t sendtargets -p 127.0.0.1 -o delete
for type in nfs cifs glusterfs cephfs; do
  umount "/mnt/pve/bench-$type"
  rmdir "/mnt/pve/bench-$type"
done
rm -f "$config" "$private/ceph/bench-cephfs.secret" "$private/ceph/bench-rbd.keyring" "$private/storage/bench-cifs.pw"
[ ! -e "$base/storage.cfg" ] || cp -p "$base/storage.cfg" "$config"
rm -rf "$base"
