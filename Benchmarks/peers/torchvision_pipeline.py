"""torchvision's ImageFolder behind a DataLoader with one worker process a thread, decoding by Pillow or by itself."""

import torch
from torch.utils.data import DataLoader, Dataset
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


class DecodedImages(Dataset):
    """Images in memory, with every kind of augmentation."""

    def __init__(self, source: Source):
        pixels, self.labels = image_pipeline.decoded(source)
        self.images = torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous()
        self.transform = v2.Compose(
            [
                v2.RandomHorizontalFlip(),
                v2.RandomAffine(
                    degrees=image_pipeline.LARGEST_ROTATION_DEGREES,
                    translate=(image_pipeline.LARGEST_SHIFT, image_pipeline.LARGEST_SHIFT),
                    scale=(1 - image_pipeline.LARGEST_ZOOM, 1 + image_pipeline.LARGEST_ZOOM),
                    shear=image_pipeline.LARGEST_SHEAR_DEGREES,
                    interpolation=v2.InterpolationMode.BILINEAR,
                ),
                v2.ColorJitter(brightness=image_pipeline.BRIGHTNESS),
                v2.ToDtype(torch.float32, scale=True),
            ]
        )

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        return self.transform(self.images[index]), int(self.labels[index])


def batches(images: Dataset, workers: int) -> Batches:
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
            "torchvision-pillow": lambda source: batches(
                DecodedImages(source) if source.everything else folder(source), source.threads
            ),
            "torchvision-decode": lambda source: batches(
                DecodedImages(source) if source.everything else folder(source, loader=decode), source.threads
            ),
        }
    )
