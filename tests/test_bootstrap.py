"""The settings, the secret and the database file of an installation."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import bootstrap
from bot.bootstrap import SettingError, private, secret, settings
from bot.core.privacy import pseudonym


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation with nothing yet, and no secret in the environment."""
    monkeypatch.setenv("NETWERKWIJZER_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("NETWERKWIJZER_SECRET", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.cache_clear()
    yield tmp_path / "var"
    monkeypatch.undo()
    settings.cache_clear()


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- the secret -------------------------------------------------------------------------------


def test_a_secret_is_made_once_and_only_its_owner_reads_it(var: Path) -> None:
    made = secret()
    assert secret() == made
    assert rights(var / "secret") == 0o600
    assert pseudonym(made, "rest", "somebody")
    assert [path.name for path in var.iterdir() if path.name.startswith("secret")] == ["secret"]


def test_a_second_process_keeps_the_secret_of_the_first(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is quicker, between the look and the writing."""
    real = os.link

    def other_is_first(source: str, target: Path) -> None:
        Path(target).write_bytes(b"the secret of the other process")
        real(source, target)

    monkeypatch.setattr(os, "link", other_is_first)
    assert secret() == b"the secret of the other process"


def test_a_disk_without_links_gets_a_secret_too(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", cannot)
    assert secret() == secret()


@pytest.mark.parametrize("found", [b"", b"kort"])
def test_a_secret_file_that_protects_nobody_is_told(var: Path, found: bytes) -> None:
    var.mkdir()
    (var / "secret").write_bytes(found)
    with pytest.raises(SettingError, match="secret: at least 16 bytes"):
        secret()


def test_a_secret_that_is_too_short_is_told_by_its_name(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETWERKWIJZER_SECRET", "kort")
    with pytest.raises(SettingError, match="NETWERKWIJZER_SECRET: at least 16 bytes"):
        secret()


# -- the settings -----------------------------------------------------------------------------


def test_the_settings_have_defaults_for_one_machine(var: Path) -> None:
    chosen = settings()
    assert chosen.database_url == f"sqlite:///{var / 'netwerkwijzer.db'}"
    assert (chosen.pause_minutes, chosen.keep_days) == (60, 7)
    assert chosen.data.is_dir()
    assert chosen.domain.is_file()
    assert chosen.locales.is_dir()


@pytest.mark.parametrize("name", ["NETWERKWIJZER_PAUSE_MINUTES", "NETWERKWIJZER_KEEP_DAYS"])
@pytest.mark.parametrize("given", ["een", "-1", "0", "1.5", "7 dagen"])
def test_a_setting_that_is_no_number_is_told_by_its_name(
    var: Path, monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    monkeypatch.setenv(name, given)
    with pytest.raises(SettingError, match=name):
        settings()


@pytest.mark.parametrize("name", ["NETWERKWIJZER_MODE", "NETWERKWIJZER_LEGAL_BASIS"])
def test_a_mode_or_basis_that_does_not_exist_is_told_by_its_name(
    var: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "misschien")
    with pytest.raises(SettingError, match=f"{name}: expected .* or .*; found 'misschien'"):
        settings()


def test_trying_out_rests_on_consent_and_needs_no_name(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MODE", "LEGAL_BASIS", "ORGANISATION"):
        monkeypatch.delenv(f"NETWERKWIJZER_{name}", raising=False)
    chosen = settings()
    assert (chosen.production, chosen.legal_basis, chosen.missing) == (False, "consent", ())
    assert chosen.organisation == "Netwerkwijzer"


def test_production_takes_no_basis_for_granted(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWERKWIJZER_MODE", "production")
    monkeypatch.delenv("NETWERKWIJZER_LEGAL_BASIS", raising=False)
    monkeypatch.setenv("NETWERKWIJZER_ORGANISATION", "De Kring")
    chosen = settings()
    assert (chosen.production, chosen.legal_basis) == (True, "")
    assert [line.split(":")[0] for line in chosen.missing] == ["NETWERKWIJZER_LEGAL_BASIS"]


@pytest.mark.parametrize("basis", ["consent", "public_task"])
def test_production_with_a_name_and_a_basis_lacks_nothing(
    var: Path, monkeypatch: pytest.MonkeyPatch, basis: str
) -> None:
    monkeypatch.setenv("NETWERKWIJZER_MODE", "production")
    monkeypatch.setenv("NETWERKWIJZER_LEGAL_BASIS", basis)
    monkeypatch.setenv("NETWERKWIJZER_ORGANISATION", "De Kring")
    chosen = settings()
    assert (chosen.production, chosen.legal_basis, chosen.missing) == (True, basis, ())


def test_an_empty_setting_is_none(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWERKWIJZER_KEEP_DAYS", "")
    assert settings().keep_days == 7


# -- what was said in confidence ----------------------------------------------------------------


def test_nobody_else_on_the_computer_reads_the_talks(var: Path) -> None:
    private(settings())
    assert rights(var) == 0o700
    assert rights(var / "netwerkwijzer.db") == 0o600


def test_a_database_that_others_could_read_is_closed(var: Path) -> None:
    var.mkdir(mode=0o755)
    (var / "netwerkwijzer.db").touch(mode=0o644)
    private(settings())
    assert rights(var / "netwerkwijzer.db") == 0o600


def test_a_folder_that_was_there_keeps_its_rights(var: Path) -> None:
    """It may be shared: closing it could lock others out of what is theirs."""
    var.mkdir()
    var.chmod(0o755)
    private(settings())
    assert rights(var) == 0o755


def test_another_database_has_no_file_here(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    private(settings())
    assert list(var.iterdir()) == []


def test_the_phrases_and_the_places_need_no_database() -> None:
    assert bootstrap.alarm().hear("ik wil dood")
    assert bootstrap.gazetteer().by_code("9000")
