#!/usr/bin/env bash
# Guess:   a package whose folder is reached through a symbolic link is installed by
#          "npm ci --prefix link/tool" as by "npm ci --prefix real/tool", and "npm install"
#          leaves its lock file alone, for nothing in it has changed.
# Happens: npm ci says that the package itself is missing from its lock file ("Missing:
#          tool@ from lock file") and installs nothing. npm install writes the lock file
#          anew: every package in it lies at "../../…" from then on, and no npm ci takes it.
#          With the link as the working directory both are as guessed.
# Version: npm 11.19.1. Seen 2026-11-30.
# Matters: a virtual environment that several checkouts share through a link is a usual
#          place for tools; a lock file that is rewritten there gets committed.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir npm real repo
npm install --silent --no-audit --no-fund --ignore-scripts --prefix npm npm@11.19.1
npm() { node "$work/npm/node_modules/npm/bin/npm-cli.js" "$@" --no-audit --no-fund --ignore-scripts 2>&1; }
mkdir real/tool
printf '{"private": true, "dependencies": {"is-odd": "3.0.1"}}\n' >real/tool/package.json
(cd real/tool && npm install --package-lock-only >/dev/null)
cp -r real/tool fresh
ln -s ../real repo/link
cd repo
said() { grep -o 'added 2 packages\|Missing: tool@ from lock file' || true; }
outside() { grep -c '"../../.*/node_modules/is-' ../real/tool/package-lock.json || true; }
real=$(npm ci --prefix ../fresh | said)
link=$(npm ci --prefix link/tool | said)
inside=$(cd link/tool && npm ci | said)
before=$(outside)
npm install --prefix link/tool >/dev/null
after=$(outside)
echo "npm $(npm --version)"
echo "  npm ci --prefix real folder:    $real"
echo "  npm ci --prefix through a link: $link"
echo "  npm ci in the linked folder:    $inside"
echo "  packages outside in the lock file, before and after npm install through the link: $before, $after"
[ "$real" = 'added 2 packages' ] && [ "$link" = 'Missing: tool@ from lock file' ] && [ "$inside" = 'added 2 packages' ] &&
    [ "$before" = 0 ] && [ "$after" = 2 ] || { echo "no longer as documented" >&2; exit 1; }
