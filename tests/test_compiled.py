"""The compiled file is never stale, and a broken one harms nobody."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from pinprick import loading
from pinprick.authoring import validation
from pinprick.case.known import of_answers
from pinprick.knowledge.folder import FOLDER
from pinprick.reasoning import inference


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "pinprick"


def test_the_second_time_nothing_is_read_but_the_compiled_file(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = loading.load()
    assert len(list(cache.glob("*.model"))) == 1
    monkeypatch.setattr(validation, "load_knowledge", None)
    second = loading.load()
    assert second.knowledge == first.knowledge
    assert np.array_equal(second.hypotheses.log_prior, first.hypotheses.log_prior)
    assert all(np.array_equal(second.log_p[id_], first.log_p[id_]) for id_ in first.findings)


def test_a_changed_number_is_seen_at_once(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "base"))
    before = loading.load(folder)
    file = folder / "conditions" / "morton-neuroma.yaml"
    content = file.read_text()
    assert "p: 0.018" in content
    file.write_text(content.replace("p: 0.018", "p: 0.029", 1))
    after = loading.load(folder)
    assert after.knowledge.hash != before.knowledge.hash
    assert not np.array_equal(after.hypotheses.log_prior, before.hypotheses.log_prior)


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, None])
def test_a_broken_compiled_file_is_made_anew(cache: Path, content: bytes | None) -> None:
    loading.load()
    (file,) = cache.glob("*.model")
    file.write_bytes(file.read_bytes()[:-1000] if content is None else content)
    model = loading.load()
    assert inference.posterior(
        model, inference.evidence(model, of_answers(model.knowledge, {}))
    ).sum() == pytest.approx(1)


def test_a_cache_that_cannot_be_written_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert loading.load().causes
