# Runs a plan detached from whoever asked for it, and tells what becomes of it.
#
#     start ID SCRIPT     reads the plan from standard input and starts it, unless ID is known; follows
#     follow ID SCRIPT    prints the journal of ID as it grows, to its end
#     stop ID SCRIPT      tells ID to stop before its next step and to take back what it did; follows.
#                         It goes on when a step is done that cannot be taken back
#     work ID SCRIPT      what "start" starts; SCRIPT is this text
#
# A plan is lines of words, quoted for the shell by the sender:
#     tool NAME WORD...                         how mkdir, touch, rmdir are run on locks
#     renewal SECONDS                           how often held cluster locks are touched
#     lock file PATH
#     lock cluster DIRECTORY ID
#     guard LIMIT STATUS LENGTH PREFIX WORD...  seconds; its output must begin with PREFIX (base64)
#     step LIMIT ATTEMPTS OPTIONAL WORD...      OPTIONAL is yes or no
#     undo LIMIT WORD...                        takes the step before back
#     partial                                   its undo is safe after half of the step, too
#     lasting                                   the step before cannot be taken back
#     far STATUS TEXT...                        the step before works on a further host. With this status,
#                                               unless its last word begins with one of these, the way there
#                                               broke and nobody knows how far it got
#     ignored TEXT, retried TEXT                what the step before may say when it fails
#     text BASE64, hidden BASE64                input of the program before
#     streamed                                  its input is what follows the plan
#     unlock                                    the steps that follow need no lock
#     go                                        nothing is done if this is missing
#
# What follows a plan is blocks: a line with the number of bytes, then the bytes; 0 is the end. Without
# an end the step that reads it has failed.
#
# A journal is lines, some followed by a program's output:
#     stowage-journal 1 ID
#     locked N, busy N RESULT, agreed N, differs N RESULT
#     begin N, retry N RESULT, end N RESULT, undo N, undone N RESULT
#     stopped
#     verdict done | busy N | differs N | undone N | stuck N
# where RESULT is ENDING STATUS OUT ERR, as in runner.sh. If there is no such job, its follower says
#     stowage-missing ID
# That a follower ends with status 0 means that no process works on the job any more.
#
# Hidden input lives in this shell's memory only: it comes and goes through pipes.

mode=$1 id=$2 script=$3
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
umask 077
base=$HOME/.local/state/stowage/jobs
dir=$base/$id
kept_jobs=50
kept_bytes=65536
needed_bytes=1048576
room_bytes=262144
patience=10
newline='
'

fail() {
  echo "stowage: $1" >&2
  exit 73
}

case $id in
  '' | *[!a-z0-9-]*) fail 'not a job id' ;;
esac

# ---- start and follow

start() {
  plan='' streams=''
  while IFS= read -r line; do
    plan=$plan$line$newline
    [ "$line" != streamed ] || streams=yes
    [ "$line" != go ] || break
  done
  case $plan in
    *"go$newline") ;;
    *) return 0 ;;
  esac
  mkdir -p "$base" || fail "cannot make $base"
  for i in "${base%/*}" "$base"; do
    [ -d "$i" ] && [ ! -L "$i" ] && [ -O "$i" ] || fail "$i is not a directory of this user"
  done
  # Only one can succeed in this, so a plan is run once however often it is sent.
  if ! mkdir "$dir" 2>/dev/null; then
    [ -d "$dir" ] || fail "cannot make $dir"
    return 0
  fi
  # On a full disk nothing is begun, and if it gets full meanwhile the journal still has its room.
  # Random, because a file system that compresses sets nothing aside for zeros.
  if ! { head -c "$needed_bytes" /dev/urandom && : >"$dir/room" && head -c "$room_bytes" /dev/urandom; } \
    >>"$dir/room" 2>/dev/null; then
    rm -rf "$dir"
    fail "no space for a journal in $base"
  fi
  # The worker inherits this lock and holds it as long as it lives.
  exec 4>"$dir/alive"
  flock -n 4
  : >"$dir/journal"
  [ -z "$streams" ] || mkfifo "$dir/stream" || fail "cannot make $dir/stream"
  printf '%s' "$plan" | setsid /bin/sh -c 'eval "$3"' stowage-job work "$id" "$script" >/dev/null 2>&1 &
  echo "$!" >"$dir/pid"
  exec 4>&-
  plan=''
  if [ -n "$streams" ]; then
    exec 3<&0
    feed <&3 3<&- >/dev/null 2>&1 &
    feeder=$!
    exec 3<&-
  fi
}

# Passes on what follows the plan; dd takes no byte more than it is told.
feed() {
  while read -r n; do
    case $n in
      '' | 0 | *[!0-9]*) break ;;
    esac
    dd bs="$n" count=1 iflag=fullblock status=none || break
  done >"$dir/stream"
  if [ "$n" = 0 ]; then : >"$dir/sent"; else : >"$dir/broken"; fi
}

follow() {
  if [ ! -d "$dir" ]; then
    echo "stowage-missing $id"
    return
  fi
  for i in 1 2 3 4 5 6 7 8 9 10; do
    [ ! -s "$dir/pid" ] || break
    sleep 0.5
  done
  [ -r "$dir/alive" ] && [ -r "$dir/journal" ] || fail "$dir is damaged"
  exec 4<"$dir/alive"
  if flock -n -s 4; then
    cat "$dir/journal"
  else
    exec 4<&-
    read -r pid <"$dir/pid"
    tail --pid="$pid" -s 0.1 -n +1 -f "$dir/journal" </dev/null
  fi
}

# Does nothing to a job that has ended.
tell_to_stop() {
  # The worker listens from the first line of its journal on.
  for i in 1 2 3 4 5 6 7 8 9 10; do
    [ -d "$dir" ] && [ ! -s "$dir/journal" ] || break
    sleep 0.5
  done
  [ -r "$dir/alive" ] && [ -s "$dir/journal" ] || return 0
  exec 4<"$dir/alive"
  flock -n -s 4 || { read -r pid <"$dir/pid" && kill -s TERM "$pid"; }
  exec 4<&-
}

# ---- the plan

# Keeps each line in a variable of its own: guard_0, step_0, undo_0_0, ...; programs are numbered
# through, for their input.
read_plan() {
  locks=0 guards=0 steps=0 programs=0
  while IFS= read -r line; do
    eval "set -- $line"
    [ "$1" != hidden ] || line=hidden
    printf '%s\n' "$line" >&6
    case $1 in
      tool) name=$2 && shift 2 && quote "$@" && eval "tool_$name=\$quoted" ;;
      renewal) renewal=$2 ;;
      lock) eval "lock_$locks=\$line" && locks=$((locks + 1)) ;;
      guard)
        programs=$((programs + 1))
        eval "guard_$guards=\"$programs \$line\""
        guards=$((guards + 1))
        ;;
      step)
        programs=$((programs + 1))
        eval "step_$steps=\"$programs \$line\" undos_$steps=0 state_$steps='' partial_$steps='' lasting_$steps=''"
        eval "far_$steps='' ignored_$steps='' retried_$steps=''"
        last=$steps steps=$((steps + 1))
        ;;
      undo)
        programs=$((programs + 1))
        eval "n=\$undos_$last"
        eval "undo_${last}_$n=\"$programs \$line\" undos_$last=$((n + 1))"
        ;;
      partial | lasting) eval "$1_$last=yes" ;;
      far) shift && quote "$@" && eval "far_$last=\$quoted" ;;
      ignored | retried) quote "$2" && eval "$1_$last=\"\$$1_$last \$quoted\"" ;;
      text | hidden) eval "input_$programs=\$2" ;;
      streamed) stream_at=$programs ;;
      unlock) unlock_at=$steps ;;
      go) return 0 ;;
    esac
  done
  return 1
}

# quote WORD...: sets quoted to text that reads back as these words.
quote() {
  quoted=''
  for word; do
    rest=$word word=''
    while :; do
      case $rest in
        *\'*) word="$word${rest%%\'*}'\\''" rest=${rest#*\'} ;;
        *) break ;;
      esac
    done
    quoted="$quoted '$word$rest'"
  done
}

# ---- programs

# append EMIT: what EMIT prints, of $length bytes, goes into the journal; on a full disk into the
# room that was set aside, going on where it broke off.
append() {
  if ! "$1" >&5; then
    rm -f "$dir/room"
    written=$(($(wc -c <"$dir/journal") - size))
    "$1" | tail -c "+$((written + 1))" >&5 || stop=yes
  fi
  size=$((size + length))
}

emit() {
  printf '%s\n' "$words"
}

emit_result() {
  # It may still be writing: no byte more than announced.
  emit &&
    { [ "$out" -eq 0 ] || head -c "$out" "$dir/out"; } &&
    { [ "$err" -eq 0 ] || tail -c "+$((skip + 1))" "$dir/err" | head -c "$err"; }
}

record() {
  words=$*
  length=$((${#words} + 1))
  append emit
}

# record_result WORD...: what the last program said goes into the journal behind these words.
record_result() {
  words=$* out=0 err=0
  if [ -s "$dir/out" ] || [ -s "$dir/err" ]; then
    set -- $(wc -c "$dir/out" "$dir/err")
    out=$1 err=$3
  fi
  [ "$out" -le "$kept_bytes" ] || out=$kept_bytes
  skip=0
  [ "$err" -le "$kept_bytes" ] || skip=$((err - kept_bytes)) err=$kept_bytes
  words="$words $ending $status $out $err"
  length=$((${#words} + 1 + out + err))
  append emit_result
}

tick() {
  trap '' HUP INT TERM
  exec 3>&1 4<&- 5>&- </dev/null >/dev/null 2>&1
  while sleep 1; do
    echo tick >&3
  done
}

# run PROGRAM LIMIT WORD...: sets ending and status; hung is set if it could not even be killed.
run() {
  program=$1 limit=$2
  shift 2
  eval "input=\${input_$program-}"
  turn=$((turn + 1)) streamed=''
  if [ "$program" = "$stream_at" ]; then
    # Open for reading before this shell stops holding it for writing: nothing is lost, and if the
    # sender has gone, the program sees the end.
    exec 8<"$dir/stream" 9>&-
    streamed=yes stream_at=''
  fi
  : >"$dir/out"
  : >"$dir/err"
  : >"$dir/program"
  (
    # A handler, because an ignored signal would stay ignored in the program.
    trap : HUP INT TERM
    exec 3>&1 4<&- 5>&- 6<&- 7<&- 9<&- </dev/null >/dev/null 2>&1
    [ -n "$streamed" ] || exec 8<&-
    umask 022
    if [ -n "$streamed" ]; then
      setsid "$@" <&8 8<&- >>"$dir/out" 2>>"$dir/err" 3>&- &
      exec 8<&-
    elif [ -n "$input" ]; then
      printf '%s' "$input" | base64 -d | setsid "$@" >>"$dir/out" 2>>"$dir/err" 3>&- &
    else
      setsid "$@" >>"$dir/out" 2>>"$dir/err" 3>&- &
    fi
    input='' pid=$!
    echo "$pid" >"$dir/program"
    wait "$pid"
    status=$?
    while kill -s 0 "$pid"; do
      wait "$pid"
      status=$?
    done
    echo "$turn $status" >&3
  ) &
  [ -z "$streamed" ] || exec 8<&-
  input='' ending=exited ticks=0
  while :; do
    read -r event status <&3 || continue
    [ "$event" != "$turn" ] || return 0
    [ "$event" = tick ] || continue
    ticks=$((ticks + 1)) clock=$((clock + 1))
    [ "$((clock % renewal))" -ne 0 ] || renew
    [ "$((clock % 10))" -ne 0 ] || trim
    # The first tick comes early.
    case $((ticks - limit)) in
      1) ending=timed-out && send TERM ;;
      6) send KILL ;;
      11) hung=yes status=0 && return 0 ;;
    esac
  done
}

# send SIGNAL: to what run has started; there is no number if it was not even that far.
send() {
  ! read -r pid <"$dir/program" || kill -s "$1" -- "-$pid"
}

# arrived: waits a moment for the sign that what was streamed came whole.
arrived() {
  for i in 1 2 3 4 5 6 7 8 9 10; do
    [ ! -e "$dir/sent" ] || return 0
    [ ! -e "$dir/broken" ] || return 1
    sleep 0.5
  done
  return 1
}

# Programs append to these files, so they can be emptied while one runs. What run calls has names of
# its own for everything: a loop of the caller's would go astray.
trim() {
  for file in "$dir/out" "$dir/err"; do
    [ ! -s "$file" ] || [ "$(wc -c <"$file")" -le 16777216 ] || : >"$file"
  done
}

good() {
  [ "$ending" = exited ] && [ "$status" -eq 0 ]
}

# said TEXT...: whether the last program said one of these.
said() {
  for text; do
    ! grep -q -F -e "$text" "$dir/err" || return 0
  done
  return 1
}

# lost STATUS TEXT...: whether the last program ended without knowing what became of its work.
lost() {
  [ "$ending" != timed-out ] || return 0
  [ "$ending" = exited ] && [ "$status" -eq "$1" ] || return 1
  shift
  word=$(tail -n 1 "$dir/err")
  for text; do
    case $word in
      "$text"*) return 1 ;;
    esac
  done
}

# ---- locks

# tool NAME WORD...
tool() {
  name=$1
  shift
  eval "name=\$tool_$name"
  eval "run 0 10 $name \"\$@\""
}

# File locks are held by descriptors 6 to 9.
take_file() {
  path=$1
  if [ ! -e "$path" ]; then
    tool mkdir -p "${path%/*}"
    ! good || tool touch -a "$path"
    good || return 1
  fi
  ending=exited status=1
  : >"$dir/out"
  if [ ! -r "$path" ]; then
    echo "cannot read $path" >"$dir/err"
    return 1
  fi
  : >"$dir/err"
  descriptor=$((descriptor + 1))
  eval "exec $descriptor<\"\$path\""
  flock -x -w "$patience" "$descriptor" && return 0
  status=0
  eval "exec $descriptor<&-"
  descriptor=$((descriptor - 1))
  return 1
}

# The lock is a directory. Setting its times to 0 asks the cluster file system to drop a lock whose
# holder has died; that this is refused is normal.
take_cluster() {
  attempt=0
  while [ -z "$stop" ]; do
    tool mkdir "$1/$2"
    if good; then
      held="$1/$2"
      return 0
    fi
    if [ "$attempt" -eq 0 ] && said 'No such file or directory'; then
      tool mkdir -p "$1"
      ! good || tool mkdir "$1/$2"
      ! good || { held="$1/$2" && return 0; }
    fi
    said 'File exists' || return 1
    attempt=$((attempt + 1))
    [ "$attempt" -le "$patience" ] || break
    tool touch -c -d @0 "$1/$2"
    sleep 1
  done
  ending=exited status=0
  : >"$dir/err"
  return 1
}

# take N
take() {
  eval "eval \"set -- \$lock_$1\""
  case $2 in
    file) take_file "$3" ;;
    cluster) take_cluster "$3" "$4" && eval "held_$taken=\$held" ;;
  esac
}

# Others may take a cluster lock over whose directory is two minutes old. A touch that comes late,
# when the lock has been given back, must not leave a file in its place.
renew() {
  renewed=0
  while [ "$renewed" -lt "$taken" ]; do
    eval "mine=\${held_$renewed-}"
    if [ -n "$mine" ]; then
      (
        exec 3>&- 4<&- 5>&- 6<&- 7<&- 8<&- 9<&- </dev/null >/dev/null 2>&1
        eval "$tool_touch -c \"\$mine\""
      ) &
    fi
    renewed=$((renewed + 1))
  done
}

release() {
  while [ "$taken" -gt 0 ]; do
    taken=$((taken - 1))
    eval "held=\${held_$taken-}"
    if [ -n "$held" ]; then
      tool rmdir "$held"
    else
      eval "exec $descriptor<&-"
      descriptor=$((descriptor - 1))
    fi
  done
}

# ---- work

# check N: whether guard N agrees.
check() {
  eval "eval \"set -- \$guard_$1\""
  program=$1 limit=$3 wanted=$4 length=$5 prefix=$6
  shift 6
  run "$program" "$limit" "$@"
  [ "$ending" = exited ] && [ "$status" -eq "$wanted" ] || return 1
  [ "$length" -eq 0 ] || [ "$(head -c "$length" "$dir/out" | base64 -w 0)" = "$prefix" ]
}

# perform N: runs step N as often as it may be; state_N says whether there is something to undo.
perform() {
  step=$1
  eval "eval \"set -- \$step_$step\""
  program=$1 limit=$3 attempts=$4 optional=$5 astray=''
  shift 5
  eval "far=\$far_$step"
  record "begin $step"
  attempt=1
  while :; do
    run "$program" "$limit" "$@"
    [ -z "$hung" ] && [ "$ending" = exited ] && [ "$status" -ne 0 ] || break
    [ -z "$far" ] || ! eval "lost $far" || break
    [ "$attempt" -lt "$attempts" ] && [ -z "$stop" ] || break
    eval "texts=\$retried_$step"
    eval "said $texts" || break
    attempt=$((attempt + 1))
    record_result "retry $step"
    sleep 1
  done
  if [ -n "$streamed" ] && good && ! arrived; then
    status=74
    echo 'the data did not arrive whole' >"$dir/err"
  fi
  record_result "end $step"
  if good; then
    eval "state_$step=done lasting=\$lasting_$step"
    [ -z "$lasting" ] || passed=yes
    return 0
  fi
  [ -z "$hung" ] || return 1
  if [ -n "$far" ] && eval "lost $far"; then
    astray=yes
    [ "$optional" = yes ]
    return
  fi
  eval "texts=\$ignored_$step"
  [ "$ending" != exited ] || ! eval "said $texts" || return 0
  [ "$optional" = yes ]
}

# take_back N: runs every undo of step N; fails if one of them did.
take_back() {
  step=$1 n=0 undone=0
  eval "undos=\$undos_$step"
  while [ "$n" -lt "$undos" ] && [ -z "$hung" ]; do
    eval "eval \"set -- \$undo_${step}_$n\""
    program=$1 limit=$3
    shift 3
    record "undo $step"
    run "$program" "$limit" "$@"
    record_result "undone $step"
    good || undone=1
    n=$((n + 1))
  done
  [ -z "$hung" ] && return "$undone"
}

# back N: step N failed, or was not begun; takes back what was done.
back() {
  failed=$1 stuck=''
  # A program that cannot be killed may yet do its work: nothing around it is touched.
  [ -z "$hung" ] || stuck=yes
  if [ -z "$stuck" ] && [ "$failed" -lt "$steps" ]; then
    eval "partial=\$partial_$failed lasting=\$lasting_$failed undos=\$undos_$failed"
    if [ "$interrupted" = yes ]; then
      :
    elif [ "$partial" = yes ]; then
      take_back "$failed" || [ -z "$astray" ] || stuck=yes
    elif { [ "$ending" = timed-out ] || [ -n "$astray" ]; } && { [ "$lasting" = yes ] || [ "$undos" -gt 0 ]; }; then
      # How far it got is unknown, and its undo might take away what was there before.
      stuck=yes
    fi
  fi
  i=$((failed - 1))
  while [ "$i" -ge 0 ] && [ -z "$hung" ]; do
    eval "state=\$state_$i lasting=\$lasting_$i"
    if [ "$state" = done ]; then
      [ -z "$lasting" ] || stuck=yes
      take_back "$i" || stuck=yes
    fi
    i=$((i - 1))
  done
  [ -z "$hung" ] || stuck=yes
  if [ -n "$stuck" ]; then verdict="stuck $failed"; else verdict="undone $failed"; fi
}

carry_out() {
  number=0
  while [ "$number" -lt "$locks" ] && [ -z "$stop" ]; do
    if ! take "$number"; then
      record_result "busy $number"
      verdict="busy $number"
      return
    fi
    taken=$((taken + 1))
    record "locked $number"
    number=$((number + 1))
  done
  number=0
  while [ "$number" -lt "$guards" ] && [ -z "$stop" ]; do
    if ! check "$number"; then
      record_result "differs $number"
      verdict="differs $number"
      return
    fi
    record "agreed $number"
    number=$((number + 1))
  done
  number=0
  while [ "$number" -lt "$steps" ]; do
    # Past a step that cannot be taken back the only good way is on.
    [ -z "$passed" ] || stop=''
    interrupted=$stop
    [ "$number" != "$unlock_at" ] || release
    if [ -n "$stop" ] || ! perform "$number"; then
      [ -z "$stop" ] || record stopped
      back "$number"
      return
    fi
    number=$((number + 1))
  done
  verdict='done'
}

# Finished jobs are kept for who comes back later, but not for ever.
prune() {
  ls -1t "$base" | tail -n "+$((kept_jobs + 1))" | while read -r old; do
    case $old in
      *[!a-z0-9-]*) continue ;;
    esac
    [ -r "$base/$old/alive" ] || continue
    exec 4<"$base/$old/alive"
    ! flock -n 4 || rm -rf "${base:?}/$old"
  done
}

work() {
  stop='' passed='' hung='' verdict='' turn=0 clock=0 taken=0 descriptor=5 size=0 renewal=20
  stream_at='' unlock_at='' streamed='' astray=''
  exec 5>>"$dir/journal" 6>"$dir/plan"
  read_plan || exit 65
  exec </dev/null 6>&-
  trap 'stop=yes' HUP INT TERM
  trap release EXIT
  mkfifo "$dir/events" || exit 70
  # Who tells events gets an end from here, as its standard output: were the clock, or what runs a
  # program, to open one itself after the job is over, it would make a file of that name and tick
  # for ever, or wait with the journal's lock for somebody to read.
  exec 3<>"$dir/events" >"$dir/events"
  tick &
  # Held open, so that neither side waits for the other before the step that reads it.
  [ ! -p "$dir/stream" ] || exec 9<>"$dir/stream"
  record "stowage-journal 1 $id"
  carry_out
  release
  record "verdict $verdict"
  rm -f "$dir/events" "$dir/out" "$dir/err" "$dir/program" "$dir/room" \
    "$dir/stream" "$dir/sent" "$dir/broken"
  (
    exec 3>&- 4<&- 5>&-
    prune
  ) </dev/null >/dev/null 2>&1 &
}

case $mode in
  start)
    feeder=''
    start && follow
    status=$?
    # It still waits if its step never came.
    [ -z "$feeder" ] || kill "$feeder" 2>/dev/null
    exit "$status"
    ;;
  follow) follow ;;
  stop) tell_to_stop && follow ;;
  work) work ;;
  *) fail 'start, follow, stop or work' ;;
esac
