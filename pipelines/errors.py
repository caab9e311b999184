"""Every error a user can meet: where it is, what is wrong, what was found, and what to do."""


class PcplanError(Exception):
    """Something a person can mend; the message says where, what was found and what to do."""

    exit_status = 3


class ConfigurationError(PcplanError):
    """The site, the plan or the command is wrong; nothing was run."""

    exit_status = 2


class FeedError(PcplanError):
    """A delivery cannot be loaded."""


class FetchError(PcplanError):
    """A file cannot be downloaded."""


class ContractError(ConfigurationError):
    """A feed's contract contradicts itself."""


class MetricError(ConfigurationError):
    """A metric's header or query is not of the standard form."""


class LineageError(ConfigurationError):
    """A query reads something that lineage cannot see."""


class SnapshotError(PcplanError):
    """A published snapshot is missing, broken or not what its manifest says."""


class BusyError(PcplanError):
    """Another nightly holds the site."""

    exit_status = 75


class StorageError(PcplanError):
    """A disk is full, or a folder of the site cannot be written: no fault of any delivery."""


class AuditError(PcplanError):
    """The audit log cannot be written or read."""


class OverrunError(PcplanError):
    """A night took longer than it may, and was ended."""


class RunStorageError(PcplanError):
    """Dagster's own database cannot be used, though it was waited for."""


class BackupError(PcplanError):
    """A backup cannot be written, or is not whole."""
