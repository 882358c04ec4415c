# Takes back what volumes.sh made, but for the lines in the configuration, which scenery-end.sh takes.
# Not by vgremove, which would ask the thin pool for each of its volumes: it knows one of them.
vgchange -q -an bench > /dev/null 2>&1
pvremove -q -ff -y /dev/disk/by-id/virtio-spare1 > /dev/null 2>&1
zfs destroy -r tank/bench
ceph config set mon mon_allow_pool_delete true
ceph osd pool delete bench bench --yes-i-really-really-mean-it > /dev/null 2>&1
ceph config rm mon mon_allow_pool_delete
rm -f /etc/pve/priv/ceph/many-rbd.keyring
