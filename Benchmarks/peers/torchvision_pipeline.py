"""torchvision's ImageFolder behind a DataLoader with one worker process a thread, decoding by Pillow or by itself."""

import torch
from torch.utils.data import DataLoader
from torchvision import io
from torchvision.datasets import ImageFolder
from torchvision.transforms import v2

import image_pipeline
from image_pipeline import Batches, Source


def decode(path: str) -> torch.Tensor:
    """The image as a tensor of (C, H, W) bytes."""
    return io.decode_image(path, mode=io.ImageReadMode.RGB)


def folder(source: Source, **options) -> ImageFolder:
    transform = v2.Compose(
        [
            v2.Resize((source.side, source.side)),
            v2.RandomHorizontalFlip(),
            v2.RandomAffine(degrees=0, translate=(image_pipeline.LARGEST_SHIFT, image_pipeline.LARGEST_SHIFT)),
            v2.ToImage(),
            v2.ToDtype(torch.float32, scale=True),
        ]
    )
    return ImageFolder(source.directory, transform, **options)


def batches(images: ImageFolder, workers: int) -> Batches:
    loader = DataLoader(
        images,
        image_pipeline.BATCH_SIZE,
        shuffle=True,
        drop_last=True,
        num_workers=workers,
        persistent_workers=True,
    )
    while True:
        yield from loader


if __name__ == "__main__":
    image_pipeline.main(
        {
            "torchvision-pillow": lambda source: batches(folder(source), source.threads),
            "torchvision-decode": lambda source: batches(folder(source, loader=decode), source.threads),
        }
    )
