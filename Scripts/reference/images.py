"""Small images of every kind that the program reads, with their pixels as Pillow decodes them, for the tests.

    python images.py            writes Tests/ImageDataTests/Golden
    python images.py --check    decodes the files there and compares with its expected.json

expected.json: for each file `size` (height, width), `gray` (whether no pixel can be anything else), `rgb` and, where
there is opacity, `rgba`: bytes row by row, in Base64; all of the upright image. `rgb` is over white, by
`Image.paste(image, mask=alpha)`. `rule` says where the numbers are not Pillow's: it does not scale 16 bits to 8, but
cuts them off; there they are 255 v / m, rounded, by NumPy.

JPEG files and lossy WebP files keep the encoder's loss: what is compared are two decoders of the same file.
"""

import argparse
import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "ImageDataTests" / "Golden"
HEIGHT, WIDTH = 11, 13


def picture(height=HEIGHT, width=WIDTH, channels=3, salt=0):
    """Waves of another length in each direction and channel: H x W x C bytes."""
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    values = 127.5 + 100 * np.sin(0.55 * y + 0.3 * c + salt) * np.cos(0.4 * x - 0.7 * c) + 8 * ((x + y) % 3)
    return np.clip(values, 0, 255).astype(np.uint8)


def indices(bits, height=HEIGHT, width=WIDTH):
    y, x = np.mgrid[0:height, 0:width]
    return ((3 * y + 5 * x + x * y // 4) % (1 << bits)).astype(np.uint8)


def colors(count):
    return np.array([[(37 * i + 11) % 256, (91 * i + 60) % 256, (53 * i + 200) % 256] for i in range(count)], np.uint8)


def packed(values, bits):
    """Rows of samples of 1, 2, 4 or 8 bits as bytes, the first in the highest bits."""
    width = values.shape[1]
    padded = np.zeros((values.shape[0], -(-width * bits // 8) * 8 // bits), np.uint8)
    padded[:, :width] = values
    planes = (padded[:, :, None] >> np.arange(bits - 1, -1, -1, dtype=np.uint8)) & 1
    return np.packbits(planes.reshape(values.shape[0], -1), axis=1)


# PNG


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(samples, color_type, bits, interlaced=False, before=(), after=()):
    """A PNG of H x W or H x W x C samples."""
    def rows(part):
        if bits == 16:
            data = part.astype(">u2").reshape(part.shape[0], -1).view(np.uint8)
        elif bits == 8:
            data = part.reshape(part.shape[0], -1)
        else:
            data = packed(part, bits)
        return b"".join(b"\0" + row.tobytes() for row in data)

    height, width = samples.shape[:2]
    if interlaced:
        passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
        parts = [samples[y::dy, x::dx] for y, x, dy, dx in passes]
        data = b"".join(rows(part) for part in parts if part.size)
    else:
        data = rows(samples)
    header = struct.pack(">IIBBBBB", width, height, bits, color_type, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunk(*c) for c in before)
        + chunk(b"IDAT", zlib.compress(data, 9)) + b"".join(chunk(*c) for c in after) + chunk(b"IEND", b"")
    )


def eight_bits(values, most=65535):
    return ((values.astype(np.int64) * 510 + most) // (2 * most)).astype(np.uint8)


def png_files():
    for bits in (1, 2, 4, 8):
        yield f"gray-{bits}.png", png(indices(bits), 0, bits)
        palette = (b"PLTE", colors(1 << bits).tobytes())
        alpha = (b"tRNS", bytes((90 * i + 255) % 256 for i in range(min(1 << bits, 7))))
        yield f"palette-{bits}.png", png(indices(bits), 3, bits, before=[palette])
        yield f"palette-alpha-{bits}.png", png(indices(bits), 3, bits, before=[palette, alpha])
    grays = (b"PLTE", np.repeat(np.arange(0, 256, 17, dtype=np.uint8), 3).tobytes())
    yield "palette-of-grays.png", png(indices(4), 3, 4, before=[grays])
    yield "gray-transparent.png", png(indices(8), 0, 8, before=[(b"tRNS", struct.pack(">H", 30))])
    rgb = picture()
    corner = struct.pack(">HHH", *map(int, rgb[0, 0]))
    yield "rgb.png", png(rgb, 2, 8)
    yield "rgb-transparent.png", png(rgb, 2, 8, before=[(b"tRNS", corner)])
    yield "rgb-interlaced.png", png(rgb, 2, 8, interlaced=True)
    yield "rgba.png", png(picture(channels=4), 6, 8)
    yield "rgba-interlaced.png", png(picture(channels=4), 6, 8, interlaced=True)
    yield "gray-alpha.png", png(picture(channels=2), 4, 8)
    yield "palette-interlaced.png", png(indices(2), 3, 2, interlaced=True, before=[(b"PLTE", colors(4).tobytes())])
    rule = "16 bits rounded"
    deep = (np.arange(HEIGHT * WIDTH * 4, dtype=np.int64) * 2654435761 % 65536).reshape(HEIGHT, WIDTH, 4)
    deep[0, :2] = [[0, 65535, 128, 65535], [129, 257, 65407, 0]]
    yield "gray-16.png", png(deep[:, :, 0], 0, 16), {"rgb": eight_bits(deep[:, :, :1]).repeat(3, 2), "rule": rule}
    yield "rgb-16.png", png(deep[:, :, :3], 2, 16), {"rgb": eight_bits(deep[:, :, :3]), "rule": rule}
    alpha = deep[:, :, 3:]
    over = eight_bits(deep[:, :, :3] * alpha + 65535 * (65535 - alpha), 65535 * 65535)
    yield "rgba-16.png", png(deep, 6, 16), {"rgb": over, "rgba": eight_bits(deep), "rule": rule}
    exif = Image.Exif()
    for orientation in range(1, 9):
        exif[0x0112] = orientation
        data = exif.tobytes().removeprefix(b"Exif\0\0")
        where = {"before": [(b"eXIf", data)]} if orientation % 2 else {"after": [(b"eXIf", data)]}
        yield f"orientation-{orientation}.png", png(rgb[:4, :5], 2, 8, **where)


# JPEG


def encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg_files():
    large = Image.fromarray(picture(21, 35))
    yield "gray.jpg", encoded(Image.fromarray(picture(21, 35, 1)[:, :, 0]), "JPEG", quality=90)
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        yield f"color-{name}.jpg", encoded(large, "JPEG", quality=90, subsampling=subsampling)
    yield "progressive.jpg", encoded(large, "JPEG", quality=90, progressive=True)
    yield "restarts.jpg", encoded(large, "JPEG", quality=90, restart_marker_blocks=2)
    yield "rgb.jpg", encoded(large, "JPEG", quality=90, keep_rgb=True)
    cmyk = encoded(Image.fromarray(picture(21, 35, 4), "CMYK"), "JPEG", quality=90)
    adobe = cmyk.index(b"\xff\xee")
    yield "cmyk.jpg", cmyk
    yield "ycck.jpg", cmyk[:adobe + 15] + b"\2" + cmyk[adobe + 16:]
    yield "cmyk-unmarked.jpg", cmyk[:adobe] + cmyk[adobe + 16:]
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x010F] = "maker"
        exif[0x0112] = orientation
        data = exif.tobytes()
        if orientation % 2:  # the other byte order
            big = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
            data = big
        yield f"orientation-{orientation}.jpg", encoded(large, "JPEG", quality=90, exif=data)


# BMP


def bmp(rows, width, height, bits, compression=0, palette=b"", masks=b"", header_size=40, top_down=False, used=0):
    """A bitmap from its rows of bytes, bottom-up unless `top_down`."""
    if compression in (1, 2):
        data = rows
    else:
        data = b"".join(row + b"\0" * (-len(row) % 4) for row in (rows if top_down else rows[::-1]))
    if header_size == 12:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        header = struct.pack(
            "<IiiHHIIiiII", header_size, width, -height if top_down else height, 1, bits, compression, len(data),
            2835, 2835, used, 0)
        header += (masks + b"\0" * (header_size - 40))[:header_size - 40] if header_size > 40 else masks
    start = 14 + len(header) + len(palette)
    return struct.pack("<2sIHHI", b"BM", start + len(data), 0, 0, start) + header + palette + data


def runs(values, bits):
    """Run-length code: runs where pixels repeat, literal pixels elsewhere, a row that is passed over, an end."""
    code = bytearray()
    nibbles = bits == 4
    for y in range(values.shape[0] - 1, -1, -1):
        if y == 4:
            code += bytes([0, 2, 0, 1])
            continue
        row = [int(v) for v in values[y]]
        x = 0
        while x < len(row):
            count = 1
            while x + count < len(row) and row[x + count] == row[x]:
                count += 1
            if count == 1 and len(row) - x >= 5:
                part = row[x:x + 5]
                data = bytes(part)
                if nibbles:
                    part = part + [0]
                    data = bytes(part[i] << 4 | part[i + 1] for i in range(0, 6, 2))
                code += bytes([0, 5]) + data + b"\0" * (len(data) % 2)
                x += 5
            else:
                code += bytes([count, row[x] << 4 | row[x] if nibbles else row[x]])
                x += count
        code += bytes([0, 0])
    return bytes(code[:-2] + bytes([0, 1]))


def bmp_files():
    def rows(data):
        return [row.tobytes() for row in data]

    def quads(count):
        return np.c_[colors(count)[:, ::-1], np.zeros(count, np.uint8)].tobytes()

    for bits in (1, 4, 8):
        data = rows(packed(indices(bits), bits))
        yield f"palette-{bits}.bmp", bmp(data, WIDTH, HEIGHT, bits, palette=quads(1 << bits))
    some = indices(8) % 20
    yield "palette-of-20.bmp", bmp(rows(some), WIDTH, HEIGHT, 8, palette=quads(20), used=20)
    grays = np.repeat(np.arange(256, dtype=np.uint8), 4).reshape(-1, 4)
    grays[:, 3] = 0
    yield "gray.bmp", bmp(rows(indices(8)), WIDTH, HEIGHT, 8, palette=grays.tobytes())
    core = colors(16)[:, ::-1].tobytes()
    yield "os2.bmp", bmp(rows(packed(indices(4), 4)), WIDTH, HEIGHT, 4, palette=core, header_size=12)
    bgr = picture()[:, :, ::-1]
    yield "rgb-24.bmp", bmp(rows(bgr), WIDTH, HEIGHT, 24)
    yield "top-down.bmp", bmp(rows(bgr), WIDTH, HEIGHT, 24, top_down=True)
    bgrx = np.dstack([bgr, picture(channels=1)])
    yield "rgb-32.bmp", bmp(rows(bgrx), WIDTH, HEIGHT, 32)
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    yield "rgba-32.bmp", bmp(rows(bgrx), WIDTH, HEIGHT, 32, compression=3, masks=masks, header_size=108)
    words = (np.arange(HEIGHT * WIDTH, dtype=np.int64) * 40503 % 65536).astype("<u2").reshape(HEIGHT, WIDTH)
    data = [row.tobytes() for row in words]
    yield "rgb-16.bmp", bmp(data, WIDTH, HEIGHT, 16)
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    yield "rgb-565.bmp", bmp(data, WIDTH, HEIGHT, 16, compression=3, masks=masks)
    steps = np.repeat(indices(4, HEIGHT, 7), 3, axis=1)[:, :WIDTH + 4]
    height, width = steps.shape
    yield "runs-8.bmp", bmp(runs(steps, 8), width, height, 8, compression=1, palette=quads(256))
    yield "runs-4.bmp", bmp(runs(steps, 4), width, height, 4, compression=2, palette=quads(16))


# PNM


def pnm_files():
    gray, rgb, bits = indices(8), picture(), indices(1)
    text = lambda values: "\n".join(" ".join(str(v) for v in row) for row in values.reshape(HEIGHT, -1)).encode()
    size = f"{WIDTH} {HEIGHT}\n".encode()
    yield "text.pbm", b"P1\n# a comment\n" + size + text(bits).replace(b" ", b"")
    yield "text.pgm", b"P2 # a comment\n" + size + b"255\n" + text(gray)
    yield "text-15.pgm", b"P2\n" + size + b"15\n" + text(indices(4))
    yield "text.ppm", b"P3\n" + size + b"255\n" + text(rgb)
    yield "bits.pbm", b"P4\n" + size + packed(bits, 1).tobytes()
    yield "gray.pgm", b"P5\n" + size + b"255\n" + gray.tobytes()
    yield "rgb.ppm", b"P6\n" + size + b"255\n" + rgb.tobytes()
    yield "rgb-63.ppm", b"P6\n" + size + b"63\n" + (rgb // 4).tobytes()
    deep = (np.arange(HEIGHT * WIDTH * 3, dtype=np.int64) * 2654435761 % 65536).reshape(HEIGHT, WIDTH, 3)
    yield "rgb-65535.ppm", b"P6\n" + size + b"65535\n" + deep.astype(">u2").tobytes()
    ten = deep[:, :, 0] % 1024
    yield "gray-1023.pgm", b"P5\n" + size + b"1023\n" + ten.astype(">u2").tobytes(), {
        "rgb": eight_bits(ten[:, :, None], 1023).repeat(3, 2), "rule": "values up to 1023 rounded"}


# GIF


def gif_files():
    def image(values, count, transparent=None):
        result = Image.fromarray(values)
        result.putpalette(colors(count).tobytes())
        if transparent is not None:
            result.info["transparency"] = transparent
        return result

    plain = encoded(image(indices(4), 16), "GIF", interlace=0)
    yield "plain.gif", plain
    yield "two-colors.gif", encoded(image(indices(1), 2), "GIF", interlace=0)
    yield "interlaced.gif", encoded(image(indices(6, 19, 23), 64), "GIF", interlace=1)
    yield "transparent.gif", encoded(image(indices(4), 16), "GIF", transparency=3, interlace=0)
    noise = (np.arange(70 * 90, dtype=np.int64) ** 2 * 2654435761 >> 7) % 256
    yield "full-table.gif", encoded(image(noise.astype(np.uint8).reshape(70, 90), 256), "GIF", interlace=0)
    frames = [image(indices(4), 16), image(indices(4)[::-1].copy(), 16)]
    yield "animated.gif", encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], interlace=0)
    yield "gray.gif", encoded(Image.fromarray(indices(8)), "GIF", interlace=0)

    def moved(file):
        # The image four rows and three columns larger, its frame one row down and two columns right.
        place = file.index(b"\x2c", 13 + 3 * 16)
        width, height = struct.unpack("<HH", file[6:10])
        return (file[:6] + struct.pack("<HH", width + 3, height + 4) + file[10:place + 1]
                + struct.pack("<HH", 2, 1) + file[place + 5:])

    yield "frame-inside.gif", moved(plain)
    yield "frame-inside-transparent.gif", moved(encoded(image(indices(4), 16), "GIF", transparency=3, interlace=0))


# WebP


def webp_files():
    rgb, rgba = Image.fromarray(picture(21, 35)), Image.fromarray(picture(21, 35, 4))
    yield "lossless.webp", encoded(rgb, "WEBP", lossless=True)
    yield "lossless-alpha.webp", encoded(rgba, "WEBP", lossless=True, exact=True)
    yield "lossy.webp", encoded(rgb, "WEBP", quality=80)
    yield "lossy-alpha.webp", encoded(rgba, "WEBP", quality=80)
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "orientation-6.webp", encoded(rgb, "WEBP", lossless=True, exif=exif.tobytes())
    other = Image.fromarray(picture(21, 35, 4, salt=1))
    yield "animated.webp", encoded(rgba, "WEBP", save_all=True, append_images=[other], lossless=True, exact=True)


# What is expected


def expected(file, known):
    image = Image.open(io.BytesIO(file))
    palette = image.getpalette("RGB") if image.mode == "P" and "transparency" not in image.info else None
    kind = image.format
    gray = image.mode in ("1", "L", "LA", "I;16", "I") or (
        palette is not None and all(len(set(palette[i:i + 3])) == 1 for i in range(0, len(palette), 3)))
    if kind == "GIF" or (kind == "PNG" and image.mode == "P" and palette is None):
        table = image.getpalette("RGB") or [0, 0, 0]
        gray = all(len(set(table[i:i + 3])) == 1 for i in range(0, len(table), 3))
    image = ImageOps.exif_transpose(image)
    has_alpha = image.has_transparency_data
    result = {"size": [image.height, image.width], "gray": gray}
    if "rgb" not in known:
        flat = image.convert("RGBA") if has_alpha else image
        if has_alpha:
            paper = Image.new("RGB", image.size, "white")
            paper.paste(flat.convert("RGB"), mask=flat.getchannel("A"))
            known = dict(known, rgba=np.asarray(flat), rgb=np.asarray(paper))
        else:
            known = dict(known, rgb=np.asarray(image.convert("RGB")))
    for key, value in known.items():
        result[key] = value if isinstance(value, str) else base64.b64encode(value.tobytes()).decode()
    return result


def files():
    for group in (png_files, jpeg_files, bmp_files, pnm_files, gif_files, webp_files):
        for name, file, *known in group():
            yield name, file, expected(file, known[0] if known else {})


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    if parser.parse_args().check:
        entries = json.loads((OUTPUT / "expected.json").read_text())
        for name, _, entry in files():
            # Another Pillow may encode otherwise: the files that are there count.
            if "rule" not in entry:
                entry = expected((OUTPUT / name).read_bytes(), {})
            assert entries[name] == entry, name
        print(f"{len(entries)} files are as expected")
        return
    OUTPUT.mkdir(exist_ok=True)
    entries = {}
    for name, file, entry in files():
        (OUTPUT / name).write_bytes(file)
        entries[name] = entry
    lines = ",\n".join(f'  "{name}": {json.dumps(entry)}' for name, entry in sorted(entries.items()))
    (OUTPUT / "expected.json").write_text("{\n" + lines + "\n}\n")
    print(f"{len(entries)} files in {OUTPUT}")


if __name__ == "__main__":
    main()
