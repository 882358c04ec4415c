# Runs batches of programs, one batch after the other, until its standard input ends.
#
# A request is one line, and one more for each program:
#     batch NONCE COUNT
#     LIMIT OUTPUT BLOCKS WORD...     seconds; bytes of output kept; see ulimit -f, "-" for no limit
# Its answer comes back in pieces, each program's as soon as that one has ended:
#     batch NONCE
#     INDEX ENDING STATUS OUT ERR     exited, timed-out or overflowed; the lengths of what follows
#     end NONCE
# Words are quoted for the shell by the sender and hold no line break.
#
# Nothing here ever waits for a program itself: one that hangs on a dead file system survives even
# SIGKILL. Ends are told through a FIFO, and so is each second that passes. Every process writes to
# that FIFO through a write-only descriptor, so it gets SIGPIPE once this shell is gone.

PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
umask 077
errors=65536

dir=$(mktemp -d /dev/shm/stowage.XXXXXXXX 2>/dev/null) || dir=$(mktemp -d /tmp/stowage.XXXXXXXX) || exit 70
request=0 open=' ' ticker=''

leave() {
  trap '' HUP INT TERM PIPE
  for i in $open; do
    read -r pid <"$dir/$request.$i.pid" && kill -s TERM -- "-$pid"
  done
  rm -rf "$dir"
}
trap leave EXIT
trap 'exit 71' HUP INT TERM PIPE
mkfifo "$dir/events" || exit 70
exec 3<>"$dir/events" 2>/dev/null
echo "$$" >"$dir/runner"

# Directories of runners that were killed before they could remove them.
for i in /dev/shm/stowage.* /tmp/stowage.*; do
  [ -d "$i" ] && [ ! -L "$i" ] && [ -O "$i" ] && read -r pid <"$i/runner" || continue
  kill -s 0 "$pid" || rm -rf "$i"
done 2>/dev/null

# launch INDEX BLOCKS WORD...: the program gets a session of its own, so that it can be ended with
# all its children; $! is its process, because setsid need not fork here.
launch() {
  (
    exec 3>"$dir/events" </dev/null >/dev/null
    name=$dir/$request.$1 event="$request $1"
    [ "$2" = - ] || ulimit -f "$2"
    shift 2
    setsid "$@" >"$name.out" 2>"$name.err" 3>&- &
    echo "$!" >"$name.pid"
    wait "$!"
    echo "$event $?" >&3
  ) &
  eval "child_${request}_$1=$!"
}

# answer INDEX ENDING STATUS
answer() {
  name=$dir/$request.$1 out=0 err=0
  if [ -s "$name.out" ] || [ -s "$name.err" ]; then
    set -- "$1" "$2" "$3" $(wc -c "$name.out" "$name.err")
    out=$4 err=$6
  fi
  eval "keep=\$keep_$1"
  if [ "$out" -gt "$keep" ]; then
    set -- "$1" overflowed 0
    out=0
  fi
  skip=0
  [ "$err" -le "$errors" ] || skip=$((err - errors)) err=$errors
  printf '%s %s %s %s %s\n' "$1" "$2" "$3" "$out" "$err"
  if [ "$2$skip" = exited0 ]; then
    [ "$((out + err))" -eq 0 ] || cat "$name.out" "$name.err"
  else
    # It may still be writing: no byte more than announced.
    [ "$out" -eq 0 ] || head -c "$out" "$name.out"
    [ "$err" -eq 0 ] || tail -c "+$((skip + 1))" "$name.err" | head -c "$err"
  fi
}

# expire INDEX: asks the program to end, makes it end two seconds later, and does not wait for either.
expire() {
  read -r pid <"$dir/$request.$1.pid" || return 0
  kill -s TERM -- "-$pid"
  (
    exec 3>&- </dev/null >/dev/null
    sleep 2
    kill -s KILL -- "-$pid"
  ) &
  close "$1"
  answer "$1" timed-out 0
}

close() {
  before=${open%% $1 *} after=${open#* $1 }
  open="$before $after"
}

# Tells the passing of each second, until it is ended or nobody listens any more.
tick() {
  exec 3>"$dir/events" </dev/null >/dev/null
  while sleep 1; do
    echo "$request tick" >&3
  done
}

collect() {
  ticks=0
  while [ "$open" != ' ' ]; do
    read -r asked index status <&3 || continue
    if [ "$index" != tick ]; then
      # Frees the shell's memory of the child; one that ended too late is known by its request.
      eval "wait \$child_${asked}_$index; unset child_${asked}_$index"
    fi
    [ "$asked" = "$request" ] || continue
    if [ "$index" != tick ]; then
      case $open in
        *" $index "*)
          close "$index"
          answer "$index" exited "$status"
          ;;
      esac
      continue
    fi
    ticks=$((ticks + 1))
    for i in $open; do
      eval "limit=\$limit_$i"
      [ "$ticks" -lt "$limit" ] || expire "$i"
    done
  done
}

while IFS= read -r line; do
  eval "set -- $line"
  [ "$1" = batch ] || exit 65
  nonce=$2 count=$3 request=$((request + 1)) index=0
  printf 'batch %s\n' "$nonce"
  while [ "$index" -lt "$count" ]; do
    IFS= read -r line || exit 65
    eval "set -- $line"
    eval "limit_$index=\$1 keep_$index=\$2"
    shift 2
    launch "$index" "$@"
    open="$open$index "
    index=$((index + 1))
  done
  if [ "$count" -gt 0 ]; then
    tick &
    ticker=$!
    collect
    # A gentler signal is lost on a child that has not yet dropped this shell's traps.
    kill -s KILL "$ticker"
    wait "$ticker"
    rm -f "$dir/$request".*
  fi
  printf 'end %s\n' "$nonce"
done
