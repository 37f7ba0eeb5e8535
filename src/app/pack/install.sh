#!/bin/sh
# Installs or upgrades Shoucang from this folder: no network, no system Node.
#   ./install.sh install [--prefix DIR] [--data DIR] [--host ADDRESS] [--port NUMBER] [--name HOST]
#   ./install.sh upgrade [--prefix DIR]
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
cd "$here"
# Before anything of this folder is run, it is shown to be whole.
if ! sha256sum --quiet --check SHA256SUMS; then
  echo '安装包不完整或被改动,未安装。 The package is incomplete or was changed; nothing was installed.' >&2
  exit 1
fi
if ! "$here/bin/node" --version >/dev/null; then
  echo '本机无法运行随附的 Node:需要 glibc 2.28 及 libstdc++6。 The packaged Node does not run here: glibc 2.28 and libstdc++6 are needed.' >&2
  exit 1
fi
exec "$here/bin/node" "$here/src/app/install.ts" "$@"
