#!/bin/sh
# Rows a second of `canonym csv`, and its memory: on a table of so many rows (ten
# million, about a gigabyte, when no number is given) with the spellings of the
# built-in table over and over, and on the same spellings written backwards,
# which are nobody's, each once:
#   sh benches/rows.sh [ROWS]
set -eu
cd "$(dirname "$0")/.."
rows=${1:-10000000}
folder=${TMPDIR:-/tmp}/canonym-rows.$$
mkdir "$folder"
trap 'rm -rf "$folder"' EXIT
cargo build --quiet --release
program=target/release/canonym

"$program" export csv | awk -F, 'NR > 1 && $3 !~ /"/ { print $3; print $3 "o" }' > "$folder/names"
awk -v rows="$rows" '
  { name[NR] = $0 }
  END {
    print "id,city,note,amount"
    for (i = 0; i < rows; i++)
      printf "%d,%s,\"a note of some length, so that a row has a hundred bytes, about\",%d.50\n", i, name[(i * 7919) % NR + 1], i % 997
  }' "$folder/names" > "$folder/rows.csv"
printf '%s different names, %s bytes\n' "$(sort -u "$folder/names" | wc -l)" "$(wc -c < "$folder/rows.csv")"
start=$(date +%s%N)
/usr/bin/time -f '%M KB at most' "$program" csv -s city "$folder/rows.csv" > "$folder/known.csv"
end=$(date +%s%N)
[ "$(wc -l < "$folder/known.csv")" -eq $((rows + 1)) ] || { echo "rows were lost"; exit 1; }
echo "$((rows * 1000 / ((end - start) / 1000000))) rows a second"

rev "$folder/names" | sort -u > "$folder/nobody"
start=$(date +%s%N)
"$program" csv -n -s 1 --no-quoting --delimiter tab "$folder/nobody" > "$folder/known.csv"
end=$(date +%s%N)
echo "$(($(wc -l < "$folder/nobody") * 1000 / ((end - start) / 1000000))) names of nobody a second"
