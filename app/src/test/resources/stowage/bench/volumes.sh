# Makes pools with very many volumes on a host that scenery.sh has been at: volumes.sh COUNT
set -eu
count=$1 config=/etc/pve/storage.cfg
sed 's/ | /\n\t/g; s/$/\n/' >> "$config" <<'X'
lvmthin: many-thin | vgname bench | thinpool data | content images
zfspool: many-zvols | pool tank/bench | content images
rbd: many-rbd | monhost 192.0.2.10 | pool bench | content images
X

# Thin volumes: one, and the rest written into the group's metadata. They are inactive, as after a start of the host.
disk=/dev/disk/by-id/virtio-spare1
pvcreate -q -y --metadatasize 32m "$disk" > /dev/null
vgcreate -q bench "$disk" > /dev/null
lvcreate -q -y --type thin-pool -L 512M -n data bench > /dev/null 2>&1
lvcreate -q -y -V 1G -T bench/data -n vm-999-disk-0 > /dev/null 2>&1
vgchange -q -an bench > /dev/null
vgcfgbackup -q -f /run/stowage-bench.vg bench > /dev/null
python3 - "$count" /run/stowage-bench.vg <<'X'
import re, sys
count, path = int(sys.argv[1]), sys.argv[2]
text = open(path).read()
# The model's section, from its name to the brace that closes it at the same depth.
begin = text.index("\t\tvm-999-disk-0 {")
end = text.index("\n\t\t}\n", begin) + len("\n\t\t}\n")
model, sections = text[begin:end], []
for i in range(count):
    one = model.replace("vm-999-disk-0", f"vm-{1000 + i // 10}-disk-{i % 10}")
    one = re.sub(r'id = "[^"]*"', f'id = "bench0-thin-volu-mess-{i:04d}-0000-000000"', one, count=1)
    one = re.sub(r"device_id = \d+", f"device_id = {1000 + i}", one)
    sections.append(one)
text = text[:begin] + "\n".join(sections) + text[end:]
open(path, "w").write(text)
X
vgcfgrestore -q --force -f /run/stowage-bench.vg bench > /dev/null 2>&1
rm /run/stowage-bench.vg

# zvols without device nodes, whose thousands of links would keep udev busy for long. By the library that the program
# `zfs` calls too, many at a time: each waits for the pool's next transaction group, which can hold them all.
zfs create -o volmode=none tank/bench
python3 - "$count" <<'X'
import ctypes, sys
from concurrent.futures import ThreadPoolExecutor
ZVOL, UNIQUE_NAME = 3, 1
zfs, pairs = ctypes.CDLL("libzfs_core.so.3"), ctypes.CDLL("libnvpair.so.3")
zfs.libzfs_core_init()
properties = ctypes.c_void_p()
pairs.nvlist_alloc(ctypes.byref(properties), UNIQUE_NAME, 0)
pairs.nvlist_add_uint64(properties, b"volsize", ctypes.c_uint64(1 << 30))
def create(i):
    name = f"tank/bench/vm-{1000 + i // 10}-disk-{i % 10}"
    error = zfs.lzc_create(name.encode(), ZVOL, properties, None, 0)
    if error:
        sys.exit(f"{name}: error {error}")
with ThreadPoolExecutor(32) as threads:
    list(threads.map(create, range(int(sys.argv[1]))))
X

# Images, by the library that the program `rbd` calls too; several at a time, for each one waits for the disk.
ceph osd pool create bench 8 > /dev/null 2>&1
rbd pool init bench
cp /etc/ceph/ceph.client.admin.keyring /etc/pve/priv/ceph/many-rbd.keyring
python3 - "$count" <<'X'
import rados, rbd, sys
from concurrent.futures import ThreadPoolExecutor
with rados.Rados(conffile="/etc/ceph/ceph.conf") as cluster, cluster.open_ioctx("bench") as pool:
    def create(i):
        rbd.RBD().create(pool, f"vm-{1000 + i // 10}-disk-{i % 10}", 1 << 30)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(create, range(int(sys.argv[1]))))
X
