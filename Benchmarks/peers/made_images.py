"""Directories of JPEG files with what photographs have: smooth light, texture of every size, edges, a little noise.

An image is a function of its number alone, so that everyone measures the same files. They are made once and kept.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

CLASSES = 5
QUALITY = 88

# The height and width that photographs are brought to.
SIDE_OF_PHOTOGRAPHS = 150


@dataclass(frozen=True)
class MadeImages:
    width: int
    height: int
    count: int

    @property
    def name(self) -> str:
        return f"jpeg-{self.width}x{self.height}"

    def directory(self, cache: Path) -> Path:
        """The directory of the images below `cache`, with a folder a class; made where it is not there."""
        directory = cache / self.name
        if not directory.exists():
            unfinished = cache / f"{self.name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            for label in range(CLASSES):
                (unfinished / f"class{label}").mkdir(parents=True)
            for number in range(self.count):
                path = unfinished / f"class{number % CLASSES}" / f"{number:06}.jpg"
                self.image(number).save(path, quality=QUALITY)
            unfinished.rename(directory)
        return directory

    def image(self, number: int) -> Image.Image:
        random = np.random.default_rng([self.width, self.height, number])
        light = np.full((self.height, self.width, 3), random.uniform(60, 180), np.float32)
        strength, cells = 45.0, 2
        while cells < self.width:
            light += strength * self.noise(random, cells)
            strength *= 0.8
            cells *= 2
        image = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
        for _ in range(5):
            self.draw_rectangle(random, image)
        grain = random.integers(-5, 6, (self.height, self.width, 1))
        return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))

    def noise(self, random: np.random.Generator, cells: int) -> np.ndarray:
        """(H, W, 3) numbers around zero that vary over `cells` by `cells` places, smooth in between."""
        gray = random.uniform(-0.5, 0.5, (cells, cells, 1))
        grid = (gray + random.uniform(-0.25, 0.25, (cells, cells, 3))).astype(np.float32)
        size = (self.width, self.height)
        channels = [Image.fromarray(grid[..., c]).resize(size, Image.Resampling.BILINEAR) for c in range(3)]
        return np.stack([np.asarray(channel) for channel in channels], axis=-1)

    def draw_rectangle(self, random: np.random.Generator, image: Image.Image) -> None:
        """Draws a half transparent rectangle somewhere."""
        left, top = random.integers(0, self.width), random.integers(0, self.height)
        right = left + random.integers(1, self.width // 2)
        bottom = top + random.integers(1, self.height // 2)
        color = (*(int(value) for value in random.integers(0, 256, 3)), 128)
        ImageDraw.Draw(image, "RGBA").rectangle([int(left), int(top), int(right), int(bottom)], fill=color)


STANDARD = (MadeImages(32, 32, count=20_000), MadeImages(500, 375, count=1_000))
