#!/bin/sh
# Builds the objects of this folder again: only when a sample changes, since tests know the results.
set -e
cd "$(dirname "$0")"
for source in *.c; do
  clang -target bpf -mcpu=v3 -g -O2 -Wall -fdebug-compilation-dir=. -c "$source" -o "${source%.c}.o"
  llvm-strip -g "${source%.c}.o"
done
