"""What Dagster's daemon starts by itself: the night at its time, on a delivery, or when overdue."""

import datetime as dt

import dagster as dg

from pipelines.errors import PcplanError
from pipelines.nightly import schedule
from pipelines.nightly.dagster_home import reconcile
from pipelines.nightly.processes import ownership_tags
from pipelines.site.site import Site

MAXIMUM_RUNTIME_SECONDS = 12 * 60 * 60  # the night itself ends sooner: longest_night_hours


@dg.op(description="Runs `pcplan nightly`: the nights that were missed, oldest first, and today's.")
def run_nights(context: dg.OpExecutionContext) -> None:
    """Run the nights that are due, and pass on what they say."""
    context.instance.add_run_tags(context.run_id, ownership_tags())
    reconcile(context.instance)
    try:
        status = schedule.run_nights(Site.find(), context.log.info)
    except PcplanError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    context.add_output_metadata({"exit_status": status})


@dg.job(
    name="nights",
    description="What the schedule starts: every night that is due, in a process of its own.",
    tags={"dagster/max_runtime": str(MAXIMUM_RUNTIME_SECONDS)},
)
def nights_job() -> None:
    """Run the nights that are due."""
    run_nights()


def nightly_schedule() -> dg.ScheduleDefinition:
    """Make the schedule, at the site's own night time and in its own time zone."""
    cron, zone = _site_clock()

    @dg.schedule(
        job=nights_job,
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
    job=nights_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def delivery_sensor(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Start a night when a delivery has arrived."""
    wish = schedule.delivered(Site.find(), context.cursor)
    context.update_cursor(wish.cursor)
    return _asked(wish)


@dg.sensor(
    job=nights_job,
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def overdue_sensor() -> dg.RunRequest | dg.SkipReason:
    """Start a night that was missed, or try again one that failed."""
    return _asked(schedule.overdue(Site.find(), dt.datetime.now(dt.UTC)))


def _asked(wish: schedule.Wish) -> dg.RunRequest | dg.SkipReason:
    return dg.RunRequest(run_key=wish.run_key) if wish.run_key else dg.SkipReason(wish.why)


def _site_clock() -> tuple[str, str]:
    """Return the nightly's cron line and time zone; the defaults where there is no site yet."""
    try:
        site = Site.find()
        return f"{site.nightly_time.minute} {site.nightly_time.hour} * * *", str(site.time_zone)
    except PcplanError:
        return "30 2 * * *", "Europe/London"
