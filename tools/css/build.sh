#!/bin/sh
# The style sheet, the fonts and the QR reader of the web platform, from tools/css/assay.css and the packages locked
# beside it:
#   tools/css/build.sh          write them into src/assay/campus
#   tools/css/build.sh --check  change nothing; fail if what is committed there is not what this builds
#   tools/css/build.sh --lock   write package-lock.json anew from package.json, without addresses
# Needs Node 20 or newer and npm. Nobody who runs Assay does: the result is committed.
set -eu
cd "$(dirname "$0")"

committed=../../src/assay/campus/site/static/assay
reader=../../src/assay/campus/verifying/static/verifying/jsqr.js
fonts="
  @fontsource-variable/source-sans-3 source-sans-3-latin-wght-normal source-sans-3-latin-ext-wght-normal
  @fontsource-variable/source-sans-3 source-sans-3-cyrillic-wght-normal source-sans-3-greek-wght-normal
  @fontsource-variable/source-sans-3 source-sans-3-latin-wght-italic
  @fontsource/source-serif-4 source-serif-4-latin-400-normal source-serif-4-latin-ext-400-normal
  @fontsource/source-serif-4 source-serif-4-cyrillic-400-normal source-serif-4-greek-400-normal
  @fontsource/source-serif-4 source-serif-4-latin-600-normal source-serif-4-latin-ext-600-normal
  @fontsource/source-serif-4 source-serif-4-cyrillic-600-normal source-serif-4-greek-600-normal
  @fontsource/source-serif-4 source-serif-4-latin-400-italic
  @fontsource/source-code-pro source-code-pro-latin-400-normal source-code-pro-latin-ext-400-normal
"

build() { # FOLDER
  npm ci --loglevel=error >/dev/null
  mkdir -p "$1/fonts"
  node_modules/.bin/tailwindcss --input assay.css --output "$1/assay.css" --minify 2>"$1/log" ||
    { cat "$1/log" >&2; return 1; }
  rm "$1/log"
  rm -f "$1"/fonts/*.woff2
  cp node_modules/@fontsource/source-serif-4/LICENSE "$1/fonts/OFL.txt" # the same text for all three families
  for word in $fonts; do
    case $word in
      @*) package=$word ;;
      *) cp "node_modules/$package/files/$word.woff2" "$1/fonts/" ;;
    esac
  done
}
small() { # FOLDER
  bytes=$(wc -c <"$1/assay.css")
  # The browser shows nothing before it has this file: 80 KB (about 15 compressed) are the most we ask of a slow line.
  [ "$bytes" -lt 80000 ] || { echo "css: assay.css has $bytes bytes, more than 80000" >&2; return 1; }
}
clean() {
  ! grep -nE '"resolved"|https?://|git(hub)?[+:@]' package-lock.json ||
    { echo "css: an npm lock with addresses: build.sh --lock" >&2; return 1; }
}

case ${1:-} in
  --lock)
    npm install --package-lock-only --loglevel=error >/dev/null
    # What npm writes beside names, versions and hashes: where from, and where its authors take gifts.
    node -e '
      const fs = require("node:fs"), lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
      for (const one of Object.values(lock.packages)) { delete one.resolved; delete one.funding; }
      fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");'
    clean
    ;;
  --check)
    clean
    new=$(mktemp -d)
    trap 'rm -rf "$new"' EXIT
    build "$new"
    small "$new"
    cmp "$new/assay.css" "$committed/assay.css" || { echo "css: assay.css is stale: tools/css/build.sh" >&2; exit 1; }
    cmp node_modules/jsqr/dist/jsQR.js $reader || { echo "css: jsqr.js is not the locked one: tools/css/build.sh" >&2; exit 1; }
    diff -rq "$new/fonts" "$committed/fonts" || { echo "css: the fonts are stale: tools/css/build.sh" >&2; exit 1; }
    ;;
  *)
    clean
    build "$committed"
    cp node_modules/jsqr/dist/jsQR.js $reader
    small "$committed"
    ;;
esac
