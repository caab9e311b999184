"""What Dagster's daemon starts by itself: the night at its time, on a delivery, or when overdue."""

import datetime as dt

import dagster as dg

from pipelines.errors import PcplanError
from pipelines.nightly import schedule
from pipelines.nightly.dagster_job import nightly_job
from pipelines.site.site import Site


def nightly_schedule() -> dg.ScheduleDefinition:
    """Make the schedule, at the site's own night time and in its own time zone."""
    cron, zone = _site_clock()

    @dg.schedule(
        job=nightly_job,
        cron_schedule=cron,
        execution_timezone=zone,
        name="nightly_schedule",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def made(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        """Start the night whose time has come, and any that were missed before it."""
        return _asked(schedule.scheduled(Site.find(), context.scheduled_execution_time))

    return made


@dg.sensor(
    job=nightly_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def delivery_sensor(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Start a night when a delivery has arrived."""
    request = schedule.delivered(Site.find(), context.cursor)
    context.update_cursor(request.cursor)
    return _asked(request)


@dg.sensor(
    job=nightly_job,
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def overdue_sensor() -> dg.RunRequest | dg.SkipReason:
    """Start a night that was missed, or try again one that failed."""
    return _asked(schedule.overdue(Site.find(), dt.datetime.now(dt.UTC)))


def _asked(request: schedule.Request) -> dg.RunRequest | dg.SkipReason:
    if request.run_key:
        return dg.RunRequest(run_key=request.run_key)
    return dg.SkipReason(request.why)


def _site_clock() -> tuple[str, str]:
    """Return the nightly's cron line and time zone; the defaults where there is no site yet."""
    try:
        site = Site.find()
        return f"{site.nightly_time.minute} {site.nightly_time.hour} * * *", str(site.time_zone)
    except PcplanError:
        return "30 2 * * *", "Europe/London"
