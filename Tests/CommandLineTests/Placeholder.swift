import Testing
@testable import train_parallel
