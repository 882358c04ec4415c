# Makes a host what the benchmarks measure: scenery.sh IMAGES
set -eu
base=/var/lib/stowage-bench config=/etc/pve/storage.cfg
mkdir -p "$base" /etc/pve /mnt/pve/bench-nfs
[ ! -e "$config" ] || [ -e "$base/storage.cfg" ] || cp -p "$config" "$base/storage.cfg"
mountpoint -q /mnt/pve/bench-nfs || mount -t nfs -o vers=4.2 127.0.0.1:/srv/nfs/a /mnt/pve/bench-nfs

# One line for each pool: type and name, then its properties.
sed 's/ | /\n\t/g; s/$/\n/' > "$config" <<'X'
dir: local | path /var/lib/vz | content iso,vztmpl,backup
dir: images | path /var/lib/stowage-bench/pool | content images
nfs: bench-nfs | path /mnt/pve/bench-nfs | server 127.0.0.1 | export /srv/nfs/a | content images
btrfs: btrfs | path /mnt/btrfs | content images
lvmthin: thin | vgname pve | thinpool data | content images
lvm: thick | vgname vgthick | content images
zfspool: tank | pool tank | content images
zfspool: rpool | pool rpool/data | content images
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
