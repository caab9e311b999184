#!/usr/bin/env bash
# dagster 1.13.27 and the standard library's zoneinfo, on the two nights a year when clocks change in London.
# Whoever computes "01:30 in London" with zoneinfo and schedules with Dagster has two different moments:
# * 25 October 2026 has two 01:30s: zoneinfo takes the first (00:30 UTC), Dagster's cron the second (01:30 UTC).
# * 29 March 2026 has none: zoneinfo gives 01:30 UTC (which is 02:30 on the clock), Dagster 01:00 UTC (02:00).
# At 02:30 and at 00:30 both agree on every night.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check dagster==1.13.27 tzdata==2025.2
cd "$folder"
DAGSTER_DISABLE_TELEMETRY=yes "$folder/env/bin/python" - <<'PY'
import datetime as dt
from zoneinfo import ZoneInfo

import dagster as dg

LONDON, UTC = ZoneInfo("Europe/London"), dt.timezone.utc


def by_dagster(day, clock):
    """When a daily cron in London comes due on a day, in UTC."""
    hour, minute = clock
    daily = dg.TimeWindowPartitionsDefinition(
        cron_schedule=f"{minute} {hour} * * *",
        start=dt.datetime.combine(day, dt.time()),
        fmt="%Y-%m-%d %H:%M:%S",
        timezone="Europe/London",
    )
    first = daily.get_partition_keys(current_time=dt.datetime.combine(day, dt.time(), UTC) + dt.timedelta(days=3))[0]
    return daily.time_window_for_partition_key(first).start.astimezone(UTC)


def by_zoneinfo(day, clock):
    """The same clock time by the standard library, in UTC."""
    return dt.datetime.combine(day, dt.time(*clock), LONDON).astimezone(UTC)


seen = {}
for day in (dt.date(2026, 3, 29), dt.date(2026, 10, 25)):
    for clock in ((0, 30), (1, 30), (2, 30)):
        pair = by_dagster(day, clock), by_zoneinfo(day, clock)
        seen[day.month, clock] = tuple(moment.strftime("%H:%M") for moment in pair)
        print(f"{day} {clock[0]:02}:{clock[1]} London: Dagster {pair[0]:%H:%M} UTC, zoneinfo {pair[1]:%H:%M} UTC")
assert seen[3, (1, 30)] == ("01:00", "01:30"), "the finding has changed"
assert seen[10, (1, 30)] == ("01:30", "00:30"), "the finding has changed"
assert all(a == b for (_, clock), (a, b) in seen.items() if clock != (1, 30)), "the finding has changed"
PY
