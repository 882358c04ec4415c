# Looks whether a file that somebody brought leads to other files of the host: image-check.pl KIND FILE [SIZE]
# KIND is iso, qcow2, vmdk or ova, or raw for what nobody opens as an image. With SIZE the file must be that long, or that must be
# its length in whole sectors, as qemu-img counts. Only heads are read, and nothing in them is believed beyond their limits.
# The forms are those of QEMU's docs/interop/qcow2.rst and qed_spec.rst, of VMware's Virtual Disk Format 5.0, and of tar(5).
use strict;
use warnings;

my ($kind, $path, $size) = @ARGV;
open(my $file, '<:raw', $path) or refuse("cannot be opened: $!");

sub refuse { print STDERR "$path: $_[0]\n"; exit 1 }

sub at {
  my ($from, $count) = @_;
  my $bytes = '';
  seek($file, $from, 0) && defined(read($file, $bytes, $count)) or refuse("cannot be read: $!");
  return $bytes;
}

sub number {
  my ($from, $form, $count) = @_;
  my $bytes = at($from, $count);
  refuse('is cut off') if length($bytes) < $count;
  return unpack($form, $bytes);
}

sub qcow2 {
  refuse('has a backing file') if number(8, 'Q>', 8) != 0;
  refuse('keeps its data in another file') if number(4, 'N', 4) >= 3 && number(72, 'Q>', 8) & 4;
}

sub vmdk {
  my ($text) = @_;
  refuse('has a backing file') if $text =~ /^\s*parentFileNameHint\s*=/mi;
  refuse('has a backing file') if $text =~ /^\s*parentCID\s*=\s*(?!ffffffff\s*$)/mi;
  my @extents = $text =~ /^\s*(?:RW|RDONLY|NOACCESS)\s+\d+\s+(\S+)/mgi;
  refuse('is of several files') if @extents > 1;
  refuse('keeps its data in another file') if grep { !/^SPARSE$|^VMFSSPARSE$/i } @extents;
}

# Name, content and size of each file; no folders, no links, no names that lead elsewhere.
sub ova {
  my ($offset, %kinds) = (0);
  for (1 .. 1000) {
    my $head = at($offset, 512);
    last if length($head) < 512 || $head !~ /[^\0]/;
    my ($name) = unpack('Z100', $head);
    my ($size, $type) = (substr($head, 124, 12), substr($head, 156, 1));
    my $bytes = ord($size) & 0x80 ? unpack('x4 Q>', $size) : $size =~ /^[ 0]*([0-7]{0,11})[ \0]/ ? oct("0$1") : refuse('is no archive of a virtual machine');
    refuse('is no archive of a virtual machine') if $bytes < 0 || $bytes > 1 << 60;
    if ($type !~ /[xg]/) {
      refuse("holds what is no file: $type") if $type !~ /[0\0]/;
      refuse('holds a file with the name of another place') if $name !~ /^[^.\/\0-\x1f\x7f][^\/\0-\x1f\x7f]*\.([a-z0-9]+)$/i;
      $kinds{lc $1}++;
    }
    $offset += 512 + int(($bytes + 511) / 512) * 512;
  }
  refuse('is no archive of a virtual machine') unless $kinds{ovf} && grep { $kinds{$_} } qw(vmdk qcow2 raw img);
}

my $length = (stat($file))[7];
refuse("is $length bytes long, not $size") if defined $size && ($length > $size || $length <= $size - 512);
exit 0 if $kind eq 'raw';

my $head = at(0, 512);
my $magic = substr($head, 0, 4);
if ($kind eq 'ova') {
  ova();
} elsif ($magic eq "QFI\xfb") {
  refuse("is qcow2, not $kind") if $kind eq 'vmdk';
  qcow2();
} elsif ($magic eq 'KDMV') {
  refuse("is vmdk, not $kind") if $kind eq 'qcow2';
  my ($begin, $length) = (number(28, 'Q<', 8), number(36, 'Q<', 8));
  refuse('is cut off') if $begin > 1 << 40 || $length > 2048;
  vmdk(at($begin * 512, $length * 512));
} elsif ($head =~ /^\s*#\s*Disk DescriptorFile/i || $magic eq 'COWD') {
  refuse('keeps its data in other files');
} elsif ($magic eq "QED\0" && number(16, 'Q<', 8) & 1) {
  refuse('has a backing file');
} elsif ($kind ne 'iso') {
  refuse("is not $kind");
}
