"""Which kinds of database a test is for, where it is not for all."""

import pytest

ONLY_FILES = pytest.mark.parametrize("database", ["file_database"], indirect=True)
ONLY_SERVERS = pytest.mark.parametrize("database", ["server_database"], indirect=True)
