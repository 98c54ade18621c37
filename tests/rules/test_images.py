"""Photos made safe to look at: upright, without what they knew of their maker, in two sizes, or refused with a reason."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from feedback_app.media.images import MOST_PIXELS, SIZES, Processed, Refused, process

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)
ORIENTATION, MAKE, GPS, LATITUDE = 0x0112, 0x010F, 0x8825, 2


def picture(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new("RGB", size, RED)
    ImageDraw.Draw(made).rectangle((size[0] // 2, 0, *size), fill=BLUE)
    return made.convert(mode)


def saved(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def plan(kind: str) -> bytes:
    """A thick black line on nothing, in each way that files have of saying "nothing"."""
    drawn = Image.new("RGBA", (900, 600))
    ImageDraw.Draw(drawn).rectangle((300, 200, 600, 400), fill="black")
    key = Image.new("L", drawn.size, 0 if kind != "L" else 9)
    key.paste(1 if kind != "L" else 0, (300, 200, 601, 401))
    if kind == "WEBP":
        return saved(drawn, "WEBP", lossless=True)
    if kind == "moving":
        return saved(drawn, "PNG", save_all=True, append_images=[Image.new("RGBA", drawn.size, "red")])
    if kind in {"RGBA", "LA"}:
        return saved(drawn.convert(kind), "PNG")
    if kind == "P with an alpha palette":
        return saved(drawn.quantize(4), "PNG")
    if kind == "P":
        key.putpalette([255, 0, 255, 0, 0, 0])
        return saved(key.convert("P"), "PNG", transparency=0)
    if kind == "RGB":
        magenta = Image.new("RGB", drawn.size, (255, 0, 255))
        magenta.paste("black", (300, 200, 601, 401))
        return saved(magenta, "PNG", transparency=(255, 0, 255))
    if kind == "1":
        inked = Image.new("1", drawn.size, 1)
        inked.paste(0, (300, 200, 601, 401))
        return saved(inked, "PNG", transparency=1)
    return saved(key, "PNG", transparency=9)


class Bench:
    """Somewhere to work on one photo."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def work(self, content: bytes) -> Processed | Refused:
        source, into = self.folder / "photo", self.folder / "made"
        source.write_bytes(content)
        into.mkdir(exist_ok=True)
        return process(source, into)

    def good(self, content: bytes) -> Processed:
        made = self.work(content)
        assert isinstance(made, Processed), made
        return made

    def refusal(self, content: bytes) -> str:
        made = self.work(content)
        assert isinstance(made, Refused)
        assert list((self.folder / "made").iterdir()) == [], "nothing half-made is left to be shown"
        return made.reason


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def look(made: Processed, variant: str = "large") -> Image.Image:
    return Image.open(made.files[variant])


def near(seen: object, meant: tuple[int, int, int]) -> bool:
    return isinstance(seen, tuple) and all(abs(a - b) < 40 for a, b in zip(seen, meant, strict=True))


def grey(image: Image.Image, at: tuple[int, int]) -> int:
    """How light it is there, 0 to 255."""
    return image.convert("L").tobytes()[at[1] * image.width + at[0]]


def halves(image: Image.Image) -> tuple[object, object]:
    """The colours at the left and at the right."""
    shown = image.convert("RGB")
    y = shown.height // 2
    return shown.getpixel((shown.width // 8, y)), shown.getpixel((shown.width * 7 // 8, y))


class TestSizes:
    @pytest.mark.parametrize(
        ("size", "large", "thumb"),
        [
            ((4000, 3000), (1600, 1200), (320, 240)),
            ((3000, 4000), (1200, 1600), (240, 320)),
            ((1600, 1200), (1600, 1200), (320, 240)),
            ((200, 100), (200, 100), (200, 100)),
            ((1, 1), (1, 1), (1, 1)),
            ((9000, 3), (1600, 1), (320, 1)),
        ],
    )
    def test_awas_photo_is_made_no_larger_than_a_screen_and_never_larger_than_it_was(
        self, bench: Bench, size: tuple[int, int], large: tuple[int, int], thumb: tuple[int, int]
    ) -> None:
        made = bench.good(saved(picture(size)))
        assert (made.width, made.height) == size
        assert (look(made).size, look(made, "thumb").size) == (large, thumb)
        assert set(made.files) == set(SIZES)

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_each_kind_of_photo_that_phones_make_is_taken(self, bench: Bench, form: str) -> None:
        left, right = halves(look(bench.good(saved(picture(), form))))
        assert near(left, RED) and near(right, BLUE)

    @pytest.mark.parametrize(
        ("mode", "form"),
        [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("L", "PNG"), ("LA", "PNG"), ("I;16", "PNG")],
    )
    def test_odd_colours_are_no_reason_to_refuse(self, bench: Bench, mode: str, form: str) -> None:
        image = picture(mode="L").convert("I;16") if mode == "I;16" else picture(mode=mode)
        shown = look(bench.good(saved(image, form)))
        assert shown.mode == "RGB" and shown.size == (400, 300)
        if mode in {"CMYK", "P"}:
            left, right = halves(shown)
            assert near(left, RED) and near(right, BLUE)

    @pytest.mark.parametrize("kind", ["RGBA", "LA", "P", "P with an alpha palette", "L", "RGB", "1", "WEBP", "moving"])
    def test_a_plan_drawn_in_black_on_nothing_stays_black_on_white(self, bench: Bench, kind: str) -> None:
        shown = look(bench.good(plan(kind)))
        assert grey(shown, (shown.width // 2, shown.height // 2)) < 60, "the line"
        assert grey(shown, (shown.width // 8, shown.height // 8)) > 200, "the paper"

    @pytest.mark.parametrize("orientation", [1, 3, 6, 8])
    def test_a_transparent_plan_that_lies_on_its_side_is_turned_upright(self, bench: Bench, orientation: int) -> None:
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        drawn = Image.new("RGBA", (400, 300))
        ImageDraw.Draw(drawn).rectangle((0, 0, 399, 40), fill="black")
        made = bench.good(saved(drawn, "PNG", exif=exif))
        shown = look(made)
        assert shown.size == ((400, 300) if orientation in {1, 3} else (300, 400)) == (made.width, made.height)
        middle = shown.width // 2, shown.height // 2
        dark = {1: (middle[0], 5), 3: (middle[0], 294), 6: (294, middle[1]), 8: (5, middle[1])}[orientation]
        assert grey(shown, dark) < 60 and grey(shown, middle) > 200

    def test_a_scan_in_fine_greys_keeps_its_greys(self, bench: Bench) -> None:
        scan = Image.new("I;16", (400, 300))
        for x in range(400):
            for y in range(300):
                scan.putpixel((x, y), (0, 20_000, 40_000, 65_535)[x // 100])
        shown = look(bench.good(saved(scan, "PNG")))
        assert [round(grey(shown, (x, 150)) / 50) for x in (50, 150, 250, 350)] == [0, 2, 3, 5]

    @pytest.mark.parametrize("mode", ["CMYK", "YCbCr", "L"])
    def test_a_photo_from_a_print_shop_keeps_its_colours_and_is_upright(self, bench: Bench, mode: str) -> None:
        exif = Image.Exif()
        exif[ORIENTATION] = 6
        photo = picture().convert(mode).transpose(Image.Transpose.ROTATE_90)
        shown = look(bench.good(saved(photo, exif=exif)))
        left, right = halves(shown)
        assert shown.size == (400, 300)
        assert mode == "L" or (near(left, RED) and near(right, BLUE))

    def test_of_a_moving_picture_the_first_is_shown(self, bench: Bench) -> None:
        frames = [Image.new("RGB", (60, 40), color) for color in (RED, BLUE)]
        for form in ("WEBP", "PNG"):
            moving = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
            assert near(halves(look(bench.good(moving)))[0], RED)

    def test_doing_it_twice_does_no_harm(self, bench: Bench) -> None:
        first = bench.good(saved(picture()))
        before = {variant: file.read_bytes() for variant, file in first.files.items()}
        again = bench.good(saved(picture()))
        assert {variant: file.read_bytes() for variant, file in again.files.items()} == before


class TestMetadata:
    def test_the_gps_position_in_awas_photo_is_deleted(self, bench: Bench) -> None:
        exif = Image.Exif()
        exif[MAKE] = "Telephone d'Awa"
        exif.get_ifd(GPS)[LATITUDE] = (5.0, 20.0, 11.0)
        for form in ("JPEG", "PNG", "WEBP"):
            content = saved(picture(), form, exif=exif)
            assert b"Telephone d'Awa" in content
            made = bench.good(content)
            for variant in SIZES:
                file = made.files[variant].read_bytes()
                assert b"Awa" not in file and b"Exif" not in file and b"EXIF" not in file
                assert not look(made, variant).getexif()

    def test_comments_profiles_and_text_metadata_are_deleted_too(self, bench: Bench) -> None:
        from PIL.PngImagePlugin import PngInfo

        words = PngInfo()
        words.add_text("Author", "Mariam")
        for content in (
            saved(picture(), comment=b"chez Mariam"),
            saved(picture(), icc_profile=b"profil de Mariam"),
            saved(picture(), "PNG", pnginfo=words),
            saved(picture(), "WEBP", xmp=b"<x>Mariam</x>"),
        ):
            assert b"Mariam" in content or b"icc" in content.lower() or b"iCCP" in content
            made = bench.good(content)
            assert all(b"Mariam" not in made.files[variant].read_bytes() for variant in SIZES)

    @pytest.mark.parametrize(
        ("orientation", "turn"),
        [
            (3, Image.Transpose.ROTATE_180),
            (6, Image.Transpose.ROTATE_90),
            (8, Image.Transpose.ROTATE_270),
            (2, Image.Transpose.FLIP_LEFT_RIGHT),
        ],
    )
    def test_a_sideways_phone_makes_an_upright_photo(
        self, bench: Bench, orientation: int, turn: Image.Transpose
    ) -> None:
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        made = bench.good(saved(picture((4000, 3000)).transpose(turn), exif=exif))
        assert (made.width, made.height) == (4000, 3000)
        left, right = halves(look(made))
        assert look(made).size == (1600, 1200) and near(left, RED) and near(right, BLUE)

    def test_an_orientation_that_makes_no_sense_is_passed_over(self, bench: Bench) -> None:
        exif = Image.Exif()
        exif[ORIENTATION] = 77
        assert near(halves(look(bench.good(saved(picture(), exif=exif))))[0], RED)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds no more than its word."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


class TestRefusals:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"Ceci n'est pas une photo. " * 50,
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            b"<html><script>alert(1)</script></html>",
            saved(picture(), "GIF"),
            saved(picture(), "BMP"),
            saved(picture(), "TIFF"),
            saved(picture(), "PPM"),
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
            b"\x00" * 5000,
        ],
        ids=["nothing", "text", "svg", "html", "gif", "bmp", "tiff", "ppm", "eps", "zeros"],
    )
    def test_what_is_no_photo_is_refused(self, bench: Bench, content: bytes) -> None:
        assert bench.refusal(content) == "not-an-image"

    @pytest.mark.parametrize("size", [(60_000, 60_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1), (MOST_PIXELS + 1, 1)])
    def test_a_bomb_is_refused_before_it_goes_off(self, bench: Bench, size: tuple[int, int]) -> None:
        assert bench.refusal(png_of(*size)) in {"too-many-pixels", "not-an-image", "broken"}

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
    def test_a_photo_that_was_cut_is_refused(self, bench: Bench, form: str, share: float) -> None:
        whole = saved(Image.effect_noise((300, 200), 60).convert("RGB"), form)
        assert bench.refusal(whole[: int(len(whole) * share)]) in {"broken", "not-an-image"}

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        form=st.sampled_from(["JPEG", "PNG", "WEBP"]),
        spots=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12),
    )
    def test_whatever_was_changed_in_a_file_it_is_worked_on_or_refused(
        self, bench: Bench, form: str, spots: list[tuple[float, int]]
    ) -> None:
        content = bytearray(saved(picture((64, 48)), form))
        for where, byte in spots:
            content[min(int(where * len(content)), len(content) - 1)] = byte
        assert isinstance(bench.work(bytes(content)), (Processed, Refused))


MEASURE = """
import sys
from pathlib import Path
from feedback_app.media.images import process
made = process(Path(sys.argv[1]), Path(sys.argv[2]))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(type(made).__name__, int(peak.split()[1]) // 1024)
"""
"""VmHWM, not getrusage: the latter starts a child at its parent's peak."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize(
    ("make", "most_mib"),
    [
        (lambda: saved(picture((4000, 3000)), quality=90), 128),
        (lambda: saved(picture((4000, 3000)), quality=90, progressive=True), 160),
        (lambda: png_of(60_000, 60_000), 64),
    ],
    ids=["12 MP", "12 MP progressive", "bomb"],
)
def test_memory_is_bounded(tmp_path: Path, make: Callable[[], bytes], most_mib: int) -> None:
    (tmp_path / "photo").write_bytes(make())
    command = [sys.executable, "-c", MEASURE, str(tmp_path / "photo"), str(tmp_path)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(output[1]) <= most_mib, output
