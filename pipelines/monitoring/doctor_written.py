"""What `pcplan doctor` looks at in the database of what people write."""

from pipelines.monitoring.doctor_machine import Verdict, look, well
from pipelines.site.site import Site

RESTORE = (
    "Keep the file, put back the latest backup of state/ with `pcplan restore`, and enter again "
    "what was written since."
)


def written(site: Site) -> Verdict:
    """Look whether what people wrote and signed can be read, and is whole."""
    from pipelines.site.sign_off import Register
    from pipelines.site.written.database import FILE, StateBusyError, StateError
    from pipelines.site.written.kinds import KINDS
    from pipelines.site.written.store import Store

    path = site.state / FILE
    if not site.settings.state_url and not path.exists():
        return well("nothing is written yet")
    try:
        with Store(site) as store, Register(site) as register:
            if damage := store.damage():
                return look(f"{store.where}: is damaged: {damage}", RESTORE)
            entries = sum(len(store.latest(name)) for name in KINDS)
            signatures = len(register.every_signature())
    except StateBusyError as error:
        return look(str(error), "Wait a minute and run `pcplan doctor` again.")
    except StateError as error:
        return look(str(error), RESTORE)
    return well(f"{store.where}: entries {entries}, signatures {signatures}")
