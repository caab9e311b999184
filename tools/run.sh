#!/bin/sh
# Runs the nightly on a site, writes the four theme papers, and says where everything is.
set -u
cd "$(dirname "$0")/.."
site=$1
pcplan=.venv/bin/pcplan

# Exit status 1 means: done, but something is withheld, late or refused, and the command said what.
accept() {
    "$@"
    status=$?
    [ "$status" -le 1 ] || exit "$status"
    return "$status"
}

note=
accept "$pcplan" nightly --site "$site" ||
    note="Something is withheld, late or refused; everything else is published: $pcplan status --site $site"

if grep -q '^\[demonstration\]' "$site/site.toml"; then
    board_date=${BOARD_DATE:-2019-12-19}
else
    board_date=${BOARD_DATE:-$(date +%Y-%m-%d)}
fi
for theme in victims offenders communities transformation; do
    accept "$pcplan" paper --site "$site" --theme "$theme" --board-date "$board_date"
done

echo
echo "Papers (PDF, Word and HTML): $site/papers_out/$board_date/"
echo "Dashboards:                  $pcplan serve --site $site     then open http://127.0.0.1:8050/"
[ -z "$note" ] || echo "$note"
