"""Commands that show what is published as board papers, and their sign-off."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipelines.cli import terminal
from pipelines.cli.audit import entered
from pipelines.cli.base import Day, audience_option, site_option
from pipelines.site.plan import THEMES
from pipelines.site.site import Site

SUBJECTS = click.Choice((*THEMES, "all", "statutory"))
_board_date = click.option("--board-date", type=Day(), help="The day of the board meeting.")
_snapshot = click.option(
    "--snapshot", "snapshot_id", help="The snapshot to use; the current one if not given."
)
_who = click.option("--as", "name", required=True, help="Who you are: name and role.")


@click.group(invoke_without_command=True)
@click.option(
    "--theme", "themes", type=SUBJECTS, multiple=True, help="Which theme; `all` is one for all."
)
@click.option("--statutory", is_flag=True, help="The page of what the law asks to be published.")
@click.option(
    "--every", is_flag=True, help="Each theme's, the combined one, and the statutory page."
)
@_board_date
@_snapshot
@audience_option
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to; papers_out/DATE if not given."
)
@click.option("--check", is_flag=True, help="Only check: list what to mend, write nothing.")
@click.option(
    "--from-manifest", type=click.Path(path_type=Path, exists=True), help="The same again."
)
@site_option
@click.pass_context
def paper(
    context: click.Context,
    themes: tuple[str, ...],
    statutory: bool,
    every: bool,
    board_date: dt.date | None,
    snapshot_id: str | None,
    audience: str,
    out: Path | None,
    check: bool,
    from_manifest: Path | None,
    site_path: Path | None,
) -> int:
    """Write board papers as PDF, DOCX and HTML, with their manifest; or check them."""
    if context.invoked_subcommand:
        return 0
    from pipelines.papers import board_papers

    subjects = board_papers.SUBJECTS if every else (*themes, *(["statutory"] if statutory else []))
    if not from_manifest and not (subjects and board_date):
        message = "Give --theme and --board-date, or --from-manifest."
        raise click.UsageError(message)
    site = Site.find(site_path)
    if from_manifest:
        folder = out or from_manifest.parent
        written = board_papers.write_again(site, from_manifest, folder)
        entered(site, "export", what="paper written again", files=len(written))
        _print_paths(written)
        return 0
    assert board_date is not None
    with board_papers.Papers(site, board_date, snapshot_id, audience) as papers:
        if check:
            return _print_findings(board_papers.check_all(papers, subjects))
        folder = out or board_papers.folder_of(site, board_date)
        for subject in subjects:
            written = papers.write(subject, folder)
            entered(
                site, "export", what="paper", subject=subject, board_date=board_date,
                audience=audience, snapshot_id=papers.published.snapshot_id,
            )  # fmt: skip
            _print_paths(written)
    return 0


def _print_paths(paths: list[Path]) -> None:
    for path in paths:
        terminal.OUT.print(str(path), markup=False, soft_wrap=True)


def _print_findings(found: Sequence[Any]) -> int:
    for finding in found:
        where = f"{finding.file}, line {finding.line}" if finding.line else finding.file
        terminal.OUT.print(f"{where}: {finding.message}", markup=False, soft_wrap=True)
        terminal.OUT.print(f"    {finding.remedy}", markup=False, soft_wrap=True)
    if found:
        terminal.OUT.print(f"{len(found)} to mend before the paper is signed.")
        return 1
    terminal.OUT.print("Nothing to mend: every figure, claim and reference stands.")
    return 0


@paper.command()
@click.option("--theme", "subject", type=SUBJECTS, required=True, help="Which paper.")
@click.option("--board-date", type=Day(), required=True, help="The day of the board meeting.")
@_who
@click.option("--text", required=True, help="What was wrong, and what is right.")
@site_option
def correct(subject: str, board_date: dt.date, name: str, text: str, site_path: Path | None) -> int:
    """Enter a correction notice; the paper prints it from its next writing on."""
    from pipelines.site.sign_off import Register

    site = Site.find(site_path)
    with Register(site) as register:
        register.correct(subject, board_date, name, text)
    entered(site, "change", what="correction", subject=subject, board_date=board_date)
    terminal.OUT.print(
        f"Entered. Write it: pcplan paper --theme {subject} --board-date {board_date}"
    )
    return 0


@click.group(name="sign-off")
def sign_off() -> None:
    """Take a paper from draft to checked, assured and approved; or see how it stands."""


def _signing(verb: str, step: str, does: str) -> click.Command:
    """Make the command for one step."""

    @click.command(name=verb, help=does)
    @click.option("--theme", "subject", type=SUBJECTS, required=True, help="Which paper.")
    @click.option("--board-date", type=Day(), required=True, help="The day of the board meeting.")
    @_who
    @_snapshot
    @audience_option
    @site_option
    def command(
        subject: str,
        board_date: dt.date,
        name: str,
        snapshot_id: str | None,
        audience: str,
        site_path: Path | None,
    ) -> int:
        from pipelines.papers import board_papers
        from pipelines.site.sign_off import Register

        site = Site.find(site_path)
        with (
            board_papers.Papers(site, board_date, snapshot_id, audience) as papers,
            Register(site) as register,
        ):
            if found := papers.check(subject):
                _print_findings(found)
                return 1
            standing = register.sign(
                step, name, subject=subject, board_date=board_date,
                content=papers.content(subject), snapshot_id=papers.published.snapshot_id,
            )  # fmt: skip
            entered(
                site, "sign", step=step, subject=subject, board_date=board_date,
                snapshot_id=papers.published.snapshot_id,
            )  # fmt: skip
        terminal.OUT.print(f"{subject}, {board_date}: {standing.state}.")
        return 0

    return command


for _verb, _step, _does in (
    ("check", "checked", "Sign as the analyst who checked the paper."),
    ("assure", "assured", "Sign as the second person, who assures it."),
    ("approve", "approved", "Approve it for the Board."),
):
    sign_off.add_command(_signing(_verb, _step, _does))


@sign_off.command()
@click.option("--theme", "subject", type=SUBJECTS, required=True, help="Which paper.")
@click.option("--board-date", type=Day(), required=True, help="The day of the board meeting.")
@_snapshot
@audience_option
@site_option
def show(
    subject: str,
    board_date: dt.date,
    snapshot_id: str | None,
    audience: str,
    site_path: Path | None,
) -> int:
    """Show how a paper stands, who signed it, and who may see it before the Board."""
    from pipelines.papers import board_papers
    from pipelines.site.sign_off import Register

    site = Site.find(site_path)
    with (
        board_papers.Papers(site, board_date, snapshot_id, audience) as papers,
        Register(site) as register,
    ):
        standing = register.standing(subject, board_date, papers.content(subject))
    lapsed = f" ({standing.lapsed})" if standing.lapsed else ""
    terminal.OUT.print(f"{subject}, {board_date}: {standing.state}{lapsed}.", markup=False)
    for signature in standing.history:
        holds = "holds" if signature in standing.signatures else "lapsed"
        terminal.OUT.print(
            f"  {signature.step:<9} {signature.at:%Y-%m-%d %H:%M} UTC  {holds:<6}  "
            f"{signature.name}, snapshot {signature.snapshot_id}", markup=False, soft_wrap=True,
        )  # fmt: skip
    for person in standing.access:
        terminal.OUT.print(f"  may see it before the Board: {person}", markup=False)
    for notice in standing.corrections:
        terminal.OUT.print(f"  corrected by {notice.name}: {notice.text}", markup=False)
    return 1 if standing.next_step else 0


@sign_off.command()
@click.option("--theme", "subject", type=SUBJECTS, required=True, help="Which paper.")
@click.option("--board-date", type=Day(), required=True, help="The day of the board meeting.")
@_who
@click.option("--person", required=True, help="Who may see it: name and role.")
@site_option
def access(
    subject: str, board_date: dt.date, name: str, person: str, site_path: Path | None
) -> int:
    """Enter a person on the list of those who may see a paper before the Board."""
    from pipelines.site.sign_off import Register

    site = Site.find(site_path)
    with Register(site) as register:
        register.give_access(subject, board_date, name, person)
    entered(site, "change", what="pre-release access", subject=subject, board_date=board_date)
    terminal.OUT.print(f"{person} may see {subject}, {board_date}, before the Board.")
    return 0
