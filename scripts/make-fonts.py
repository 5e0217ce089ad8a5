"""Makes resources/fonts/noto-sans-sc-*.woff: the Chinese of the sheets, cut out of Debian's Noto Sans CJK.

    python3 scripts/make-fonts.py FOLDER     (fonttools 4.68.0; FOLDER holds NotoSansCJK-Regular.ttc and -Bold.ttc)

resources/fonts/README.md says where the folder comes from.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

OUT = Path(__file__).parent.parent / "resources" / "fonts"
SIMPLIFIED_CHINESE = 2  # of the ten fonts in each collection


def characters() -> set[int]:
    """GB 2312 (6,763 Chinese characters, kana, signs), CJK punctuation and full-width forms, without those in Inter."""
    found: set[int] = {*range(0x3000, 0x3040), *range(0xFF00, 0xFF61)}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass  # a place that the standard leaves empty
    latin_greek_cyrillic = range(0x0530)
    return found - {*latin_greek_cyrillic}


def main(folder: Path) -> None:
    for style, weight in (("Regular", 400), ("Bold", 700)):
        options = Options()
        options.font_number = SIMPLIFIED_CHINESE
        options.layout_features = []
        options.hinting = False
        # The crossed box of a character that no font has.
        options.notdef_outline = True
        options.flavor = "woff"
        font = load_font(str(folder / f"NotoSansCJK-{style}.ttc"), options)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters())
        subsetter.subset(font)
        # The same input gives the same bytes.
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        out = OUT / f"noto-sans-sc-{weight}.woff"
        save_font(font, str(out), options)
        print(out.name, len(font.getBestCmap()), "characters", out.stat().st_size, "bytes")


main(Path(sys.argv[1]))
