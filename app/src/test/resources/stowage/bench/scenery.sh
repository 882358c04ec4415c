# Makes a host what the benchmarks measure: scenery.sh IMAGES
set -eu
base=/var/lib/stowage-bench config=/etc/pve/storage.cfg private=/etc/pve/priv target=iqn.2003-01.org.linux-iscsi.lab:storage
mkdir -p "$base" "$private/ceph" "$private/storage"
[ ! -e "$config" ] || [ -e "$base/storage.cfg" ] || cp -p "$config" "$base/storage.cfg"

umask 077
cp /etc/ceph/admin.secret "$private/ceph/bench-cephfs.secret"
cp /etc/ceph/ceph.client.admin.keyring "$private/ceph/bench-rbd.keyring"
echo password=secret > "$private/storage/bench-cifs.pw"
mounted() { # mounted TYPE OPTIONS WHAT: on its pool's directory
  mkdir -p "/mnt/pve/bench-$1"
  mountpoint -q "/mnt/pve/bench-$1" || mount -t "$1" -o "$2" "$3" "/mnt/pve/bench-$1"
}
mounted nfs vers=4.2 127.0.0.1:/srv/nfs/a
mounted cifs username=anna,password=secret //127.0.0.1/VMData
mounted glusterfs rw storage.lab:/glustervol
mkdir -p /mnt/pve/bench-cephfs
mountpoint -q /mnt/pve/bench-cephfs ||
  mount -t ceph -o "name=admin,secretfile=$private/ceph/bench-cephfs.secret" 192.0.2.10:/ /mnt/pve/bench-cephfs
iscsiadm -m discovery -t sendtargets -p 127.0.0.1 > /dev/null
iscsiadm -m session 2> /dev/null | grep -q "$target" || iscsiadm -m node -T "$target" -p 127.0.0.1 --login > /dev/null
umask 022

# One line for each pool: type and name, then its properties.
sed 's/ | /\n\t/g; s/$/\n/' > "$config" <<'X'
dir: local | path /var/lib/vz | content iso,vztmpl,backup
dir: images | path /var/lib/stowage-bench/pool | content images
nfs: bench-nfs | path /mnt/pve/bench-nfs | server 127.0.0.1 | export /srv/nfs/a | content images
cifs: bench-cifs | path /mnt/pve/bench-cifs | server 127.0.0.1 | share VMData | username anna | content images
glusterfs: bench-glusterfs | path /mnt/pve/bench-glusterfs | server storage.lab | volume glustervol | content images
cephfs: bench-cephfs | path /mnt/pve/bench-cephfs | monhost 192.0.2.10 | username admin | content iso
btrfs: btrfs | path /mnt/btrfs | content images
lvmthin: thin | vgname pve | thinpool data | content images
lvm: thick | vgname vgthick | content images
zfspool: tank | pool tank | content images
zfspool: rpool | pool rpool/data | content images
rbd: bench-rbd | monhost 192.0.2.10 | pool rbd | content images
iscsi: units | portal 127.0.0.1 | target iqn.2003-01.org.linux-iscsi.lab:storage | content images
iscsidirect: direct | portal 127.0.0.1 | target iqn.2003-01.org.linux-iscsi.lab:storage | content images
X

# Copies of one image that qemu-img made, without its zeroes, and each with a size of its own.
python3 - "$1" "$base/pool/images" <<'X'
import os, struct, subprocess, sys
count, base = int(sys.argv[1]), sys.argv[2]
os.makedirs(base, exist_ok=True)
model = base + "/model"
subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", model, "32G"], check=True)
with open(model, "rb") as f:
    whole = f.read()
os.remove(model)
blocks = [(at, whole[at:at + 4096]) for at in range(0, len(whole), 4096) if whole[at:at + 4096].strip(b"\0")]
for i in range(count):
    guest = 1000 + i // 10
    os.makedirs(f"{base}/{guest}", exist_ok=True)
    with open(f"{base}/{guest}/vm-{guest}-disk-{i % 10}.qcow2", "wb") as f:
        for at, block in blocks:
            f.seek(at)
            f.write(block)
        f.seek(24)
        f.write(struct.pack(">Q", (1 + i % 32) << 30))
        f.truncate(len(whole))
X
