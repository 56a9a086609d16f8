"""Jobs of the ground floor: take up what dead workers left, clear what is done."""

from __future__ import annotations

import structlog
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from guildmark.server.base.worker import STALLED_SECONDS

# A job that was running each time a worker died may be what kills them.
_MOST_ATTEMPTS = 20
_KEEP_DONE_HOURS = 7 * 24
_KEEP_FAILED_HOURS = 90 * 24

_log = structlog.get_logger("guildmark.jobs")


@app.periodic(cron="* * * * *")
@app.task(name="base.requeue_stalled", queue="default", pass_context=True)
async def requeue_stalled(context: JobContext, timestamp: int = 0) -> None:
    """Put jobs back in the queue whose worker has not been heard of; every minute.

    Without this a job that ran when its worker was killed would stay "doing".
    """
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            if stalled.attempts >= _MOST_ATTEMPTS:
                await manager.finish_job(stalled, Status.FAILED, delete_job=False)
            else:
                await manager.retry_job(stalled)
        except ConnectorException:
            continue  # it ended or another sweep was quicker
        _log.warning("job taken up again", job_id=stalled.id, task=stalled.task_name)


@app.periodic(cron="17 3 * * *")
@app.task(name="base.clear_done_jobs", queue="default", pass_context=True)
async def clear_done_jobs(context: JobContext, timestamp: int = 0) -> None:
    """Delete jobs that were done a week ago, and failed ones after 90 days; every night."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=_KEEP_DONE_HOURS)
    await manager.delete_old_jobs(
        nb_hours=_KEEP_FAILED_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )
