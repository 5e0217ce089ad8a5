"""A sheet of stickers with their captions below, for people to look at."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

CELL, PICTURE, CAPTION, GAP = 208, 192, 42, 12
PAPER, INK, MARK = "#ffffff", "#333333", "#b4540a"
# Debian's places; the first that is there and can draw the caption is taken.
FONTS = [
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
]
CHINESE_FONT = FONTS[-1]


def is_chinese(text):
    return any("\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" for character in text)


def font_for(text, size=14):
    """A font that can draw the text, or None."""
    if is_chinese(text):
        return ImageFont.truetype(CHINESE_FONT, size) if Path(CHINESE_FONT).exists() else None
    for path in FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


def lines_of(text, font, width, most=2):
    """The text broken into lines: at spaces, Chinese anywhere; what is too much ends in an ellipsis."""
    lines, line = [], ""
    for part in text if is_chinese(text) else text.replace(" ", " \0").split("\0"):
        if font.getlength((line + part).rstrip()) > width and line:
            lines.append(line.rstrip())
            line = ""
        line += part
    lines.append(line.rstrip())
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    return lines


def contact_sheet(pictures, captions, unseen, columns=8):
    """pictures: PIL RGBA images; unseen: the captions to mark as never trained on -> PIL RGB image"""
    rows = (len(pictures) + columns - 1) // columns
    sheet = Image.new("RGB", (columns * CELL + GAP, rows * (CELL + CAPTION) + GAP + 24), PAPER)
    draw = ImageDraw.Draw(sheet)
    for i, (picture, caption) in enumerate(zip(pictures, captions)):
        x, y = GAP // 2 + i % columns * CELL, GAP + i // columns * (CELL + CAPTION)
        # Reduced with premultiplied alpha, or clear pixels' colours would bleed into the edge.
        small = picture.convert("RGBa").resize((PICTURE, PICTURE), Image.Resampling.LANCZOS).convert("RGBA")
        sheet.paste(small, (x + (CELL - PICTURE) // 2, y), small)
        text = ("● " if caption in unseen else "") + caption
        font = font_for(caption)
        if font is None:
            text, font = "(a caption in Chinese)", font_for("")
        for number, line in enumerate(lines_of(text, font, CELL - 12)):
            draw.text(
                (x + CELL / 2, y + PICTURE + 4 + 18 * number),
                line,
                font=font,
                fill=MARK if caption in unseen else INK,
                anchor="ma",
            )
    note = font_for("", 13)
    draw.text((GAP, sheet.height - 26), "● never trained on in this combination", font=note, fill=MARK)
    return sheet
