import Testing
@testable import ImageData
