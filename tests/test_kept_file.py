"""The kept file is never stale, a broken one harms nobody, and one that is there is always used."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from click.testing import CliRunner

from pinprick import files, loading, urgency
from pinprick.authoring import validation
from pinprick.case.known import of_answers
from pinprick.cli import main
from pinprick.knowledge.folder import FOLDER, hash_of
from pinprick.model import packing, store
from pinprick.model.axes import Model
from pinprick.model.draws import prior
from pinprick.model.rows import BLOCK, Blocks, Damaged, Rows, checksums
from pinprick.reasoning import inference, uncertainty
from pinprick.urgency import rules
from pinprick.watching import Watch, unwatched
from tests.models import shipped
from tests.parsing import parse_once


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kept file of the knowledge base that ships, made for these tests once."""
    return store.write(FOLDER, shipped(), tmp_path_factory.mktemp("kept"))


@pytest.fixture(autouse=True)
def cache(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of each test's own, once the file to compare with is made."""
    assert kept.is_file()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(store.COMPILED, raising=False)
    return tmp_path / "cache" / "pinprick"


@pytest.fixture
def compiled_times(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were compiled; what comes of it is the model that is there already."""
    folders: list[Path] = []

    def compiled(folder: Path, _: Watch = unwatched) -> Model:
        folders.append(folder)
        return shipped()

    monkeypatch.setattr(loading, "compiled", compiled)
    return folders


def _put(kept: Path, place: Path) -> Path:
    """A copy of both files in `place`; that of the records."""
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy(store.arrays_of(kept), place)
    return Path(shutil.copy(kept, place))


def _both(file: Path) -> tuple[Path, Path]:
    return file, store.arrays_of(file)


def _draws_at(kept: Path) -> int:
    """Where the draws start in the file of the arrays."""
    return packing.opened(kept.read_bytes()).draws_at


def _cannot_be_written(*_: object, **__: object) -> NoReturn:
    raise PermissionError(13, "Permission denied")


# ---- the second start, and those after it


def test_the_second_time_nothing_is_read_but_the_kept_file(
    cache: Path, compiled_times: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = loading.load()
    assert compiled_times == [FOLDER]
    assert len(list(cache.glob("*.model"))) == 1
    monkeypatch.setattr(validation, "load_knowledge", None)
    second = loading.load()
    assert compiled_times == [FOLDER]
    assert second is not first
    assert second.knowledge == first.knowledge
    assert np.array_equal(second.hypotheses.log_prior, first.hypotheses.log_prior)
    assert np.array_equal(second.log_p, first.log_p)


def test_the_program_of_the_rules_is_kept(kept: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start reads no expression and compiles none."""
    _put(kept, cache)
    answers = {"foot-drop": "present", "onset": "minutes"}
    expected = urgency.stands_in(shipped(), of_answers(shipped().knowledge, answers))
    model = loading.load()
    assert model.program == rules.program(rules.parsed(model.knowledge))
    monkeypatch.setattr(rules, "compiled", None)
    monkeypatch.setattr(rules, "parsed", None)
    now = urgency.stands_in(model, of_answers(model.knowledge, answers))
    assert now.planes == expected.planes
    assert any(rules.of_rule(id_) in now.holding for id_ in model.knowledge.rules)


def test_a_changed_number_is_seen_at_once(
    kept: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse_once(monkeypatch)
    _put(kept, cache)
    folder = Path(shutil.copytree(FOLDER, tmp_path / "base"))
    before = loading.load(folder)
    assert before.knowledge.hash == shipped().knowledge.hash
    file = folder / "conditions" / "morton-neuroma.yaml"
    content = file.read_text()
    assert "p: 0.018" in content
    file.write_text(content.replace("p: 0.018", "p: 0.029", 1))
    after = loading.load(folder)
    assert after.knowledge.hash != before.knowledge.hash
    assert not np.array_equal(after.hypotheses.log_prior, before.hypotheses.log_prior)


def test_own_words_are_part_of_the_hash_and_of_no_model(kept: Path, cache: Path, tmp_path: Path) -> None:
    _put(kept, cache)
    folder = Path(shutil.copytree(FOLDER, tmp_path / "base"))
    before = hash_of(folder)
    file = folder / "said" / "en" / "feel.yaml"
    file.write_text(file.read_text() + "# another word\n")
    assert hash_of(folder) != before
    assert not loading.load().knowledge.said


def _spoil(file: Path, how: str) -> None:
    content = file.read_bytes()
    if how == "gone":
        file.unlink()
    else:
        spoiled = {"empty": b"", "rubbish": b"\xff" * 100, "cut off": content[:-1000], "too long": content + b"\0"}
        file.write_bytes(spoiled[how])


@pytest.mark.parametrize("part", [0, 1], ids=["records", "arrays"])
@pytest.mark.parametrize("broken", ["gone", "empty", "rubbish", "cut off", "too long"])
def test_a_broken_kept_file_is_made_anew(
    kept: Path, cache: Path, compiled_times: list[Path], broken: str, part: int
) -> None:
    file = _put(kept, cache)
    _spoil(_both(file)[part], broken)
    model = loading.load()
    assert compiled_times == [FOLDER]
    assert inference.believe(model, of_answers(model.knowledge, {})).causes.sum() == pytest.approx(1)
    assert [one.read_bytes() for one in _both(file)] == [one.read_bytes() for one in _both(kept)]
    loading.load()
    assert compiled_times == [FOLDER]


def _flip(file: Path, byte: int, bit: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(byte)
        (was,) = opened.read(1)
        opened.seek(byte)
        opened.write(bytes([was ^ (1 << bit)]))


def _flips(first: int, after: int) -> Iterator[tuple[int, int]]:
    """Bits of the bytes from `first` on: the first and last of them, and some in between."""
    chance = random.Random(first)
    yield first, 0
    yield after - 1, 7
    for _ in range(8):
        yield chance.randrange(first, after), chance.randrange(8)


def test_a_flipped_bit_of_what_inference_reads_is_never_taken(kept: Path, cache: Path) -> None:
    """Of 160 flipped bits 136 had been taken, and one had changed a level."""
    file = _put(kept, cache)
    ends = (file.stat().st_size, _draws_at(kept))
    for part, end in zip(_both(file), ends, strict=True):
        for byte, bit in _flips(0, end):
            _flip(part, byte, bit)
            assert store.read(FOLDER) is None, (part.suffix, byte, bit)
            _flip(part, byte, bit)
    assert store.read(FOLDER) is not None


def test_a_flipped_bit_is_mended_at_the_next_start(kept: Path, cache: Path, compiled_times: list[Path]) -> None:
    file = _put(kept, cache)
    for part in _both(file):
        _flip(part, 12345, 3)
        loading.load()
        assert [one.read_bytes() for one in _both(file)] == [one.read_bytes() for one in _both(kept)]
    assert compiled_times == [FOLDER, FOLDER]


def _rows(record: object) -> Iterator[Rows]:
    """All rows in a record and what it holds."""
    if isinstance(record, Rows):
        yield record
        return
    parts = [getattr(record, name) for name in getattr(record, "__struct_fields__", ())]
    for part in record.values() if isinstance(record, dict) else parts:
        yield from _rows(part)


def test_a_flipped_bit_of_the_draws_is_noticed_when_a_case_needs_them(
    kept: Path, cache: Path, compiled_times: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever bit it is, no answer changes: the draws are made anew as soon as one meets it."""
    file = _put(kept, cache)
    arrays = store.arrays_of(file)
    known = of_answers(shipped().knowledge, {"foot-drop": "present"})
    expected = uncertainty.draws(shipped(), known)
    monkeypatch.setattr(prior, "prepare", lambda _: shipped().drawn)
    for byte, bit in _flips(_draws_at(kept), arrays.stat().st_size):
        shutil.copy(kept, cache)
        _flip(arrays, byte, bit)
        read = store.read(FOLDER)
        assert read is not None
        assert np.array_equal(uncertainty.draws(read, known), expected)
        with pytest.raises(Damaged):
            [rows[...] for rows in _rows(read.drawn)]
        assert not file.exists(), "the next start makes it anew"
        _flip(arrays, byte, bit)
    _flip(arrays, _draws_at(kept), 0)  # of the prior, which every case needs
    shutil.copy(kept, cache)
    model = loading.load()
    assert np.array_equal(uncertainty.draws(model, known), expected)
    assert compiled_times == []
    loading.load()
    assert compiled_times == [FOLDER]
    assert [one.read_bytes() for one in _both(file)] == [one.read_bytes() for one in _both(kept)]


def test_draws_are_made_anew_as_they_were(kept: Path, cache: Path) -> None:
    arrays = store.arrays_of(_put(kept, cache))
    known = of_answers(shipped().knowledge, {"foot-drop": "present"})
    _flip(arrays, _draws_at(kept), 0)
    read = store.read(FOLDER)
    assert read is not None
    assert np.array_equal(uncertainty.draws(read, known), uncertainty.draws(shipped(), known))


@pytest.mark.parametrize("spoiled", range(0, 4 * BLOCK, 997))
def test_a_row_is_read_only_where_all_of_it_is_sound(tmp_path: Path, spoiled: int) -> None:
    """Rows of three quarters of a block: each lies in one or in two."""
    content = bytearray(np.random.default_rng(1).bytes(4 * BLOCK))
    sums = checksums(memoryview(content))
    start, length = 64, 3 * BLOCK // 4
    array = np.frombuffer(content, np.uint8)[start : start + 5 * length].reshape(5, length)
    content[spoiled] ^= 1
    told = tmp_path / "told"
    for index in range(5):
        told.touch()
        rows = Rows(array, Blocks(memoryview(content), sums, told), start)
        first, after = start + index * length, start + (index + 1) * length
        if first // BLOCK <= spoiled // BLOCK <= (after - 1) // BLOCK:
            with pytest.raises(Damaged):
                rows[index]
            assert not told.exists()
        else:
            assert np.array_equal(rows[index], array[index])
            assert told.exists()


def test_a_case_reads_only_what_it_needs_of_the_draws(kept: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody reads takes no memory: a case of a few answers needs a twentieth of the file."""
    _put(kept, cache)
    model, seen = loading.load(), set[int]()
    read = Blocks.read

    def counted(blocks: Blocks, first: int, after: int) -> None:
        seen.update(range(first // BLOCK, -(-after // BLOCK)))
        read(blocks, first, after)

    monkeypatch.setattr(Blocks, "read", counted)
    uncertainty.draws(model, of_answers(model.knowledge, {"foot-drop": "present", "age": 50}))
    assert 0 < len(seen) * BLOCK < store.arrays_of(kept).stat().st_size / 20


def test_arrays_are_mapped_and_cannot_be_written(kept: Path, cache: Path) -> None:
    _put(kept, cache)
    model = store.read(FOLDER)
    assert model is not None
    assert model.drawn is not None
    for array in (model.hypotheses.log_prior, model.drawn.log_units[...], model.drawn.one.any[0]):
        assert not array.flags.writeable
        assert not array.flags.owndata
        assert array.flags.aligned


def test_old_pairs_are_removed_together(cache: Path) -> None:
    cache.mkdir(parents=True)
    for age in range(12):
        for file in _both(cache / f"{age}.model"):
            file.write_bytes(b"")
            os.utime(file, (1e9 - age, 1e9 - age))
    (cache / "11.model").unlink()  # the arrays of somebody who was stopped
    written = store.write(FOLDER, shipped())
    left = {written.name, *(f"{age}.model" for age in range(7))}
    assert {path.name for path in cache.iterdir()} == left | {store.arrays_of(Path(name)).name for name in left}


def test_nothing_is_left_of_a_file_that_could_not_be_written_whole(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", _cannot_be_written)
    with pytest.raises(PermissionError):
        store.write(FOLDER, shipped())
    assert list(cache.iterdir()) == []


# ---- places that cannot be written


def test_a_cache_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, compiled_times: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert loading.load().causes
    assert compiled_times == [FOLDER]


def test_a_cache_that_is_only_read_serves_every_start(kept: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(kept, cache)
    cache.chmod(0o555)
    monkeypatch.setattr(files, "write", _cannot_be_written)  # root may write anywhere
    monkeypatch.setattr(validation, "load_knowledge", None)
    assert all(loading.load().causes == shipped().causes for _ in range(2))
    cache.chmod(0o755)


def test_a_file_compiled_ahead_is_found_where_no_cache_can_be_written(
    tmp_path: Path, compiled_times: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = tmp_path / "image" / "models"
    told = CliRunner().invoke(main, ["compile", "--output", str(ahead)])
    assert told.exit_code == 0, told.output
    assert compiled_times == [FOLDER]
    assert sorted(map(Path, told.stdout.split())) == sorted(ahead.iterdir())
    assert len(list(ahead.iterdir())) == 2
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv(store.COMPILED, str(ahead))
    ahead.chmod(0o555)
    monkeypatch.setattr(validation, "load_knowledge", None)
    model = loading.load()
    assert compiled_times == [FOLDER]
    assert model is not shipped()
    assert model.knowledge == shipped().knowledge
    assert np.array_equal(model.hypotheses.log_prior, shipped().hypotheses.log_prior)
    ahead.chmod(0o755)


def test_a_file_compiled_ahead_from_other_knowledge_is_not_taken(
    kept: Path, tmp_path: Path, compiled_times: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.COMPILED, str(_put(kept, tmp_path / "ahead").parent))
    folder = Path(shutil.copytree(FOLDER, tmp_path / "base"))
    loading.load(folder)
    assert compiled_times == []
    (folder / "model.yaml").write_text((folder / "model.yaml").read_text() + "# another word\n")
    loading.load(folder)
    assert compiled_times == [folder]
