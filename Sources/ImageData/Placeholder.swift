// ImageData
