import Testing
@testable import Parallelism
