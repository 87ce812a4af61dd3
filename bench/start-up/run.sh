#!/usr/bin/env bash
# W9: a shell user's wait. The time of `feedforward predict MODEL ROWS` on ten rows, as a whole process, as the command is shipped: packed, and installed
# from its package. Beside it the floor: a program that prints one word, compiled ahead of time in the same way, so that it shows what is the runtime's own.
#
#   bench/start-up/run.sh [RUNS]
#
# The runs of both alternate, with the files in the page cache. Wall time needs a quiet machine; processor time and the number of methods that are still
# compiled at the start do not.
set -euo pipefail
runs=${1:-30}
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 FEEDFORWARD_LANG=en

quietly() { "$@" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }; }

install_command() {
    quietly dotnet pack "$root/src/Feedforward.Cli" -c Release -o "$folder/packages" "-p:ArtifactsPath=$folder/build"
    mkdir "$folder/command"
    cat >"$folder/command/nuget.config" <<END
<configuration>
  <config><add key="globalPackagesFolder" value="cache" /></config>
  <packageSources><clear /><add key="here" value="$folder/packages" /></packageSources>
</configuration>
END
    (cd "$folder/command" && quietly dotnet tool install Feedforward.Cli --tool-path .)
}

build_empty_program() {
    mkdir "$folder/empty"
    echo 'System.Console.WriteLine("prediction");' >"$folder/empty/Program.cs"
    cat >"$folder/empty/Empty.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <PublishReadyToRun>true</PublishReadyToRun>
    <SelfContained>false</SelfContained>
    <TieredPGO>false</TieredPGO>
  </PropertyGroup>
</Project>
END
    quietly dotnet publish "$folder/empty" -c Release --use-current-runtime -o "$folder/empty/out"
}

make_model_and_rows() {
    cd "$folder"
    quietly "$feedforward" data flowers
    quietly "$feedforward" train flowers.csv --target species --epochs 20 --out flowers.safetensors
    head -n 11 flowers.csv >rows.csv
}

# One line for each run: seconds, and seconds of the processor in user and system mode.
run_once() {
    local TIMEFORMAT='%3R %3U %3S' output=$1
    shift
    { time "$@" >"$folder/out" 2>"$folder/err"; } 2>>"$output"
    grep -q prediction "$folder/out" || { cat "$folder/err" >&2; exit 1; }
}

report() {
    local name=$1 times=$2 wall cpu
    shift 2
    rm -f "$folder/jit"
    DOTNET_JitStdOutFile="$folder/jit" DOTNET_JitDisasmSummary=1 "$@" >"$folder/out"
    mapfile -t wall < <(awk '{ printf "%.0f\n", $1 * 1000 }' "$times" | sort -n)
    mapfile -t cpu < <(awk '{ printf "%.0f\n", ($2 + $3) * 1000 }' "$times" | sort -n)
    printf '%-20s %6d ms %6d – %-6d %6d ms %8d\n' "$name" \
        "${wall[runs / 2]}" "${wall[0]}" "${wall[runs - 1]}" "${cpu[runs / 2]}" "$(wc -l <"$folder/jit")"
}

install_command
build_empty_program
feedforward="$folder/command/feedforward"
make_model_and_rows
predict=("$feedforward" predict flowers.safetensors rows.csv)
empty=("$folder/empty/out/Empty")

for ((i = -2; i < runs; i++)); do
    suffix=$([ "$i" -lt 0 ] && echo warm-up || echo times)
    run_once "$folder/empty.$suffix" "${empty[@]}"
    run_once "$folder/predict.$suffix" "${predict[@]}"
done

echo "$runs runs, $(uname -m), $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), .NET $(dotnet --version) SDK"
echo "                        median    min – max     processor  compiled methods"
report 'empty program' "$folder/empty.times" "${empty[@]}"
report 'feedforward predict' "$folder/predict.times" "${predict[@]}"
