#!/usr/bin/env bash
# What a page that watches a training costs it: workload W2 (784-100-10, batch 10, SGD) on one thread, alone and with one tab of a real browser at the run's page,
# in turn, so many pairs. Prints the seconds of training of each (the sum over epochs, as the run itself measured them) and the median of the ratios.
#
#   bench/watched/run.sh [PAIRS] [EPOCHS] [DATA]      5 pairs, 20 epochs, of digits (or mnist, with FEEDFORWARD_DATA)
set -euo pipefail
cd "$(dirname "$0")/../.."
pairs=${1:-5} epochs=${2:-20} data=${3:-digits}
dotnet build src/Feedforward.Cli -c Release -v q --nologo > /dev/null
tool=$PWD/artifacts/bin/Feedforward.Cli/release/Feedforward.Cli
folder=$(mktemp -d)
cd "$folder"

end() {
    [ -z "${browser:-}" ] || kill "$browser" 2> /dev/null || true
    [ -z "${studio:-}" ] || kill "$studio" 2> /dev/null || true
    rm -rf "$folder"
}
trap end EXIT

train() {
    "$tool" train "$data" --hidden 100 --activation sigmoid --output sigmoid --cost cross-entropy --optimizer sgd --lr 0.5 --batch 10 \
        --epochs "$epochs" --patience 0 --threads 1 --name "$1" --quiet > /dev/null
    awk -F'"sec":' '/"t":"epoch"/ { sub(/[,}].*/, "", $2); sum += $2 } END { printf "%.3f\n", sum }' "runs/$1/metrics.jsonl"
}

watch() {
    "$tool" studio "/runs/$1" --port 7399 > link 2> /dev/null &
    studio=$!
    until grep -q token link; do sleep 0.1; done
    chromium --headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run --remote-debugging-port=0 --user-data-dir="$folder/browser" "$(cat link)" > /dev/null 2>&1 &
    browser=$!
    sleep 4
}

echo "pair  alone  watched  ratio"
for ((i = 1; i <= pairs; i++)); do
    alone=$(train "alone-$i")
    watch "watched-$i"
    watched=$(train "watched-$i")
    kill "$browser" "$studio"
    wait "$browser" "$studio" 2> /dev/null || true
    browser= studio=
    awk -v i="$i" -v a="$alone" -v w="$watched" 'BEGIN { printf "%4d  %.2f   %.2f     %.3f\n", i, a, w, w / a }' | tee -a ratios
done
awk '{ print $4 }' ratios | sort -n | awk '{ r[NR] = $1 } END { printf "median of the ratios: %.3f\n", NR % 2 ? r[(NR + 1) / 2] : (r[NR / 2] + r[NR / 2 + 1]) / 2 }'
