"""How well faces are read: smiles and the like on photographs, faces found in bad pictures, gaze, blinks, speed.

    python tests/benchmarks/face.py FOLDER                    everything
    python tests/benchmarks/face.py FOLDER blinks speed       only these; others: photographs, robustness, gaze

FOLDER holds `face_expressions/manifest.csv` with the columns image and expression (photographs of muxspace's
facial_expressions, whose words are noisy). Each photograph stands in a grey frame of 640x360, as a face would in a
recording. Tables are printed as Markdown. Nothing here is a test.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from selfmm import pretrained  # noqa: E402 - found by the line above
from selfmm.features.face_graphs import BLENDSHAPES, FaceGraphs  # noqa: E402
from selfmm.features.face_landmarks import PITCH, YAW, FaceFollower, FaceLandmarks, watch  # noqa: E402
from selfmm.features.face_markers import GAZE_SCALE, brow_lowering, gaze, smile  # noqa: E402
from selfmm.media import Frame, frames  # noqa: E402

WIDTH, HEIGHT = 640, 360
GREY = (120, 130, 140)
FACE_PIXELS = 270  # how wide the faces on the photographs are, median
LEAST_SPECIFICITY = 0.95  # of the smile threshold
RESAMPLES = 500
IRIS_MM = 11.7  # across; Ablavatski et al. 2020
IRIS_TO_CENTRE_MM = 10.0  # from the iris to the centre that the eye turns about
FRONTAL = 15.0  # degrees of pitch and yaw up to which a face's irises are measured


@dataclass(frozen=True)
class Photograph:
    """One photograph, what somebody called it, and what was read from it."""

    person: str
    expression: str
    faces: int
    values: np.ndarray  # (56,), zero without a face
    points: np.ndarray  # (478, 3)


def main(folder: Path, wanted: list[str]) -> None:
    """Run the benchmarks that are named, or all."""
    every = {"photographs": photographs, "robustness": robustness, "gaze": gaze_scale, "blinks": blinks, "speed": speed}
    for name in wanted or every:
        print(f"\n## {name}\n", flush=True)
        every[name](folder)


def photographs(folder: Path) -> None:
    """How many faces are found, and how well movements separate the expressions."""
    read = _read(folder)
    print("| expression | photographs | face found | several faces |\n|---|---|---|---|")
    for word in sorted({photograph.expression for photograph in read}):
        of_word = [photograph for photograph in read if photograph.expression == word]
        found, several = (sum(one.faces >= least for one in of_word) / len(of_word) for least in (1, 2))
        print(f"| {word} | {len(of_word)} | {found:.1%} | {several:.1%} |")
    kept = [photograph for photograph in read if photograph.faces]
    print(f"\nLeft out: {len(read) - len(kept)} of {len(read)} without a face.\n")
    _separations(kept)
    _threshold(kept)


def _separations(kept: list[Photograph]) -> None:
    values = np.array([photograph.values for photograph in kept])
    words = np.array([photograph.expression for photograph in kept])
    people = np.unique([photograph.person for photograph in kept], return_inverse=True)[1]

    def both(name: str) -> np.ndarray:
        return (_column(values, f"{name}Left") + _column(values, f"{name}Right")) / 2

    surprised = _column(values, "jawOpen") + both("eyeWide")
    comparisons = (
        ("smile intensity", smile(values), "happiness", ("sadness", "neutral")),
        ("smile intensity", smile(values), "happiness", ("sadness",)),
        ("smile intensity", smile(values), "happiness", ("neutral",)),
        ("smile intensity", smile(values), "happiness", ("anger",)),
        ("cheekSquint", both("cheekSquint"), "happiness", ("sadness", "neutral")),
        ("eyeSquint", both("eyeSquint"), "happiness", ("sadness", "neutral")),
        ("brow lowering", brow_lowering(values), "anger", ("neutral",)),
        ("brow lowering", brow_lowering(values), "anger", ("neutral", "happiness", "surprise")),
        ("jawOpen + eyeWide", surprised, "surprise", ("neutral",)),
        ("jawOpen + eyeWide", surprised, "surprise", ("neutral", "happiness", "sadness", "anger")),
        ("mouthFrown", both("mouthFrown"), "sadness", ("neutral",)),
        ("noseSneer", both("noseSneer"), "disgust", ("neutral",)),
    )
    print("| movement | separates | from | AUC | 95 % interval |\n|---|---|---|---|---|")
    for name, strength, yes, no in comparisons:
        chosen = np.isin(words, (yes, *no))
        area, low, high = _auc(words[chosen] == yes, strength[chosen], people[chosen])
        print(f"| {name} | {yes} | {' + '.join(no)} | {area:.3f} | {low:.3f}-{high:.3f} |")
    dead = [name for name, top in zip(BLENDSHAPES, values.max(axis=0), strict=False) if top < 0.01]
    print(f"\nNever above 0.01 in any photograph: {', '.join(dead)}.")


def _auc(positive: np.ndarray, strength: np.ndarray, people: np.ndarray) -> tuple[float, float, float]:
    """The area under the ROC curve and its percentile interval, people (not photographs) drawn anew."""
    from sklearn.metrics import roc_auc_score

    random, names = np.random.default_rng(0), np.unique(people)
    areas = []
    for _ in range(RESAMPLES):
        times = np.bincount(random.choice(names, len(names)), minlength=people.max() + 1)[people]
        areas.append(roc_auc_score(positive, strength, sample_weight=times))
    return (roc_auc_score(positive, strength), *np.percentile(areas, (2.5, 97.5)))


def _threshold(kept: list[Photograph]) -> None:
    """Smile thresholds chosen on half of the people, and what they do on the other half.

    One separates best (Youden's index); the other is the lowest that takes few faces without a smile for smiling, as
    talking draws the mouth aside too. The second is in use.
    """
    kept = [photograph for photograph in kept if photograph.expression in {"happiness", "sadness", "neutral"}]
    strength = smile(np.array([photograph.values for photograph in kept]))
    happy = np.array([photograph.expression == "happiness" for photograph in kept])
    first = np.array([hashlib.sha256(photograph.person.encode()).digest()[0] % 2 == 0 for photograph in kept])

    def shares(threshold: float, part: np.ndarray) -> tuple[float, float]:
        above = strength >= threshold
        return float(above[part & happy].mean()), float((~above)[part & ~happy].mean())

    steps = np.arange(1, 20) / 20
    best = max(steps, key=lambda threshold: sum(shares(threshold, first)))
    specific = next(threshold for threshold in steps if shares(threshold, first)[1] >= LEAST_SPECIFICITY)
    print("\n| smile threshold | half | photographs | sensitivity | specificity |\n|---|---|---|---|---|")
    for name, threshold in (("Youden", best), (f"specificity {LEAST_SPECIFICITY}", specific)):
        for half, part in (("chosen on", first), ("other", ~first)):
            sensitivity, specificity = shares(threshold, part)
            print(f"| {threshold:.2f} ({name}) | {half} | {part.sum()} | {sensitivity:.3f} | {specificity:.3f} |")


def robustness(folder: Path) -> None:
    """How many of the faces are still found, and how far their smiles differ, in pictures made worse."""
    chosen = [(image, word) for image, word, _ in list(_photographs(folder))[::10]]
    plain = [_look(image) for image, _ in chosen]
    there = [place for place, (_, face) in enumerate(plain) if face is not None]
    print(f"{len(there)} photographs with a face (each tenth).\n")
    print("| picture | face found | smile, mean difference |\n|---|---|---|")
    for name, change in _CHANGES.items():
        looks = {place: _look(change(chosen[place][0]))[1] for place in there}
        pairs = [(plain[place][1], face) for place, face in looks.items() if face is not None]
        away = [abs(float((smile(_values(one)) - smile(_values(other)))[0])) for one, other in pairs]
        print(f"| {name} | {len(pairs) / len(there):.1%} | {np.mean(away) if away else float('nan'):.3f} |", flush=True)


def _small(side: int):
    """A photograph as a face of so many pixels in the frame."""

    def change(frame: np.ndarray) -> np.ndarray:
        import cv2

        smaller = cv2.resize(frame, None, fx=side / FACE_PIXELS, fy=side / FACE_PIXELS, interpolation=cv2.INTER_AREA)
        picture = np.full_like(frame, GREY)
        picture[100 : 100 + smaller.shape[0], 200 : 200 + smaller.shape[1]] = smaller
        return picture

    return change


def _shifted(share: float):
    """The left part of the photograph's 350 pixels is out of the frame."""
    cut = (WIDTH - 350) // 2 + round(350 * share)

    def change(frame: np.ndarray) -> np.ndarray:
        picture = np.full_like(frame, GREY)
        picture[:, : WIDTH - cut] = frame[:, cut:]
        return picture

    return change


_CHANGES = {
    "grey": lambda frame: np.repeat(frame.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8),
    "dark (a fifth of the light)": lambda frame: (frame * 0.2).astype(np.uint8),
    "very dark (a twentieth)": lambda frame: (frame * 0.05).astype(np.uint8),
    "face 60 pixels wide": _small(60),
    "face 38 pixels wide (2 m away)": _small(38),
    "face 25 pixels wide (3 m away)": _small(25),
    "left quarter out of the frame": _shifted(0.25),
    "left half out of the frame": _shifted(0.5),
    "on its side": lambda frame: np.ascontiguousarray(np.rot90(frame)),
}


def gaze_scale(folder: Path) -> None:
    """Degrees that the irises say the eyes turn by, for one unit of the eyeLook movements."""
    read = [one for one in _read(folder) if one.faces]
    values, points = (np.array([getattr(one, name) for one in read]) for name in ("values", "points"))
    frontal = np.abs(values[:, [PITCH, YAW]]).max(axis=1) < FRONTAL
    opened = (_column(values, "eyeBlinkLeft") + _column(values, "eyeBlinkRight")) / 2 < 0.4
    large = np.linalg.norm(points[:, 33, :2] - points[:, 263, :2], axis=1) > 60
    chosen = frontal & opened & large
    units, degrees = gaze(values[chosen]) / GAZE_SCALE, _iris_degrees(points[chosen])
    print(f"{chosen.sum()} photographs: eyes open, face to the camera within {FRONTAL:.0f} degrees.\n")
    print("| axis | correlation | degrees a unit (ratio of spreads) | in use |\n|---|---|---|---|")
    for axis, name in enumerate(("horizontal", "vertical")):
        fit = np.corrcoef(units[:, axis], degrees[:, axis])[0, 1]
        ratio = degrees[:, axis].std() / units[:, axis].std()
        print(f"| {name} | {fit:.2f} | {ratio:.1f} | {GAZE_SCALE[axis]} |")


def _iris_degrees(points: np.ndarray) -> np.ndarray:
    """How far both irises are from the middle between the corners of the eyes, as degrees to (right, down): (n, 2)."""
    turned = []
    for left, right, iris, ring in ((33, 133, 468, (469, 471)), (362, 263, 473, (474, 476))):
        flat = points[:, :, :2]
        along = flat[:, right] - flat[:, left]
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        down = np.stack([-along[:, 1], along[:, 0]], axis=1)
        pixels_a_mm = np.linalg.norm(flat[:, ring[0]] - flat[:, ring[1]], axis=1) / IRIS_MM
        away = flat[:, iris] - (flat[:, left] + flat[:, right]) / 2
        offset = np.stack([(away * axis).sum(axis=1) / pixels_a_mm for axis in (along, down)], axis=1)
        turned.append(np.degrees(np.arcsin(np.clip(offset / IRIS_TO_CENTRE_MM, -1, 1))))
    return np.mean(turned, axis=0)


def blinks(folder: Path) -> None:
    """How many blinks any frame sees more than half closed; lids close in a third of a blink and open in the rest."""
    del folder
    random = np.random.default_rng(0)
    print("| frames/s | blinks of 0.1-0.4 s seen | of 0.1-0.2 s |\n|---|---|---|")
    for rate in (5, 8, 10, 12, 15, 20, 25, 30):
        seen = []
        for longest in (0.4, 0.2):
            lengths, first = random.uniform(0.1, longest, 20_000), random.uniform(0, 1 / rate, 20_000)
            times = first[:, None] + np.arange(round(0.5 * rate) + 1) / rate
            closing, opening = 3 * times / lengths[:, None], 1.5 * (1 - times / lengths[:, None])
            seen.append(float((np.minimum(closing, opening) > 0.5).any(axis=1).mean()))
        print(f"| {rate} | {seen[0]:.0%} | {seen[1]:.0%} |")


def speed(folder: Path) -> None:
    """Frames a second of processor time on one thread, for a drawn face that nods in a film of 640x360."""
    del folder
    import cv2

    cv2.setNumThreads(1)
    graphs = _graphs()
    with tempfile.TemporaryDirectory() as place:
        film = _nodding(Path(place) / "film.mkv", seconds=20)
        pictures = [frame.image for frame in frames(film, 25.0)]
        follower = FaceFollower(graphs)
        follower.see(pictures[0], 0.0)
        print("| what | frames/s of one core |\n|---|---|")
        begun = time.process_time()
        for image in pictures:
            face = follower.see(image, 0.5)
            graphs.blendshapes(face)
            graphs.standard.head_pose(face.points)
        print(f"| following, without searches | {len(pictures) / (time.process_time() - begun):.0f} |")
        begun = time.process_time()
        for _ in watch([Frame(tick / 25, image) for tick, image in enumerate(pictures)], graphs):
            pass
        print(f"| with searches, brightness, sharpness | {len(pictures) / (time.process_time() - begun):.0f} |")
        empty = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
        begun = time.process_time()
        for _ in watch([Frame(tick / 10, empty.copy()) for tick in range(200)], graphs):
            pass
        print(f"| nobody there, 10 frames/s | {200 / (time.process_time() - begun):.0f} |")
        for rate in (5.0, 10.0, 25.0):
            begun = time.process_time()
            seen = FaceLandmarks(rate).extract(film, lambda step, fraction: None)
            used = time.process_time() - begun
            fast = f"{len(seen.picture.values) / used:.0f} ({used / 20:.3f} of the recording's length)"
            print(f"| whole file at {rate:.0f} frames/s, with decoding | {fast} |")


def _nodding(path: Path, seconds: int) -> Path:
    """A film of 640x360 at 25 pictures a second in which a drawn face nods and turns."""
    import av

    from selfmm.data.drawn_face import Look, read_drawn_face

    standard = read_drawn_face()
    drawn = []
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(25))
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", 2_000_000
        for tick in range(25):
            angle = 12 * np.sin(2 * np.pi * tick / 25)
            face = standard.draw(Look(angle, angle), side=320, width=130)
            picture = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
            picture[20:340, 160:480] = face
            drawn.append(picture)
        for tick in range(25 * seconds):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(drawn[tick % 25], "rgb24")))
        container.mux(stream.encode())
    return path


@cache
def _graphs() -> FaceGraphs:
    return FaceGraphs(pretrained.get("face-landmarker") / "face_landmarker.task")


@cache
def _read(folder: Path) -> tuple[Photograph, ...]:
    """All photographs, read as one frame of a recording each."""
    read = []
    for image, word, person in _photographs(folder):
        faces, face = _look(image)
        points = np.zeros((478, 3)) if face is None else face.points
        read.append(Photograph(person, word, faces if face is not None else 0, _values(face)[0], points))
    return tuple(read)


def _photographs(folder: Path):
    """Each photograph in its frame (360, 640, 3), its word, and the person by the file's name."""
    import cv2

    place = folder / "face_expressions"
    with (place / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = re.sub(r"[_-]?\d+$", "", Path(row["image"]).stem)
            image = cv2.cvtColor(cv2.imread(str(place / row["image"])), cv2.COLOR_BGR2RGB)
            scale = min(1.0, 350 / max(image.shape[:2]))
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            frame = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
            top, left = (HEIGHT - image.shape[0]) // 2, (WIDTH - image.shape[1]) // 2
            frame[top : top + image.shape[0], left : left + image.shape[1]] = image
            yield frame, row["expression"], name


def _look(frame: np.ndarray):
    """How many faces there are, and the one that is followed at the second look, whose place is exact; or None."""
    follower = FaceFollower(_graphs())
    face = follower.see(frame, 0.0)
    return follower.count, None if face is None else follower.see(frame, 0.1)


def _values(face) -> np.ndarray:
    """The numbers of one face as (1, 56), zero where there is none."""
    graphs = _graphs()
    if face is None:
        return np.zeros((1, len(BLENDSHAPES) + 4))
    return np.concatenate([graphs.blendshapes(face), graphs.standard.head_pose(face.points), [1.0]])[None]


def _column(values: np.ndarray, name: str) -> np.ndarray:
    return values[:, BLENDSHAPES.index(name)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
