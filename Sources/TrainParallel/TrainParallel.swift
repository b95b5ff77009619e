@_exported import Files
@_exported import ImageData
@_exported import LinearAlgebra
@_exported import NeuralNetwork
@_exported import Parallelism
@_exported import Training
