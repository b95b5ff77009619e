import AllocationCounter
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The counter that other tests show "nothing is allocated in a step" with has to count what there is, and no more.
@Suite(
  .enabled(if: thread_allocation_count() >= 0, "calls are counted on Linux with glibc, without sanitizers"))
struct AllocationCounterTests {
  private final class Object {
    var value = 1
  }

  /// Calls that `body` makes on this thread the second time: the first makes the metadata of the types in it too.
  private func allocations(of body: () -> Void) -> Int64 {
    body()
    let before = thread_allocation_count()
    body()
    return thread_allocation_count() - before
  }

  @inline(never)
  private func makeObject() -> Object { Object() }

  @inline(never)
  private func add(_ value: Float, to numbers: UnsafeMutableBufferPointer<Float>) {
    for index in 0..<numbers.count { numbers[index] += value }
  }

  @Test func countsObjects() {
    var objects: [Object?] = Array(repeating: nil, count: 10)
    #expect(allocations { for index in objects.indices { objects[index] = makeObject() } } == 10)
    #expect(objects.allSatisfy { $0?.value == 1 })
  }

  @Test func countsAlignedMemory() {
    let alignments = [16, 64, 4096]
    var memory: [UnsafeMutableRawPointer] = []
    memory.reserveCapacity(2 * alignments.count)
    let allocate = {
      for index in alignments.indices {
        memory.append(.allocate(byteCount: 1000, alignment: alignments[index]))
      }
    }
    #expect(allocations(of: allocate) == 3)
    #expect(zip(memory, alignments + alignments).allSatisfy { Int(bitPattern: $0) % $1 == 0 })
    for pointer in memory { pointer.deallocate() }
  }

  @Test func countsArrays() {
    var numbers: [Int] = []
    let append = {
      numbers = []
      numbers.append(1)
    }
    #expect(allocations(of: append) == 1)
    #expect(numbers == [1])
  }

  @Test func countsNothingWhereNothingIsAllocated() {
    let numbers = UnsafeMutableBufferPointer<Float>.allocate(capacity: 1000)
    numbers.initialize(repeating: 1)
    defer { numbers.deallocate() }
    #expect(allocations { for _ in 0..<100 { add(1, to: numbers) } } == 0)
    #expect(numbers.allSatisfy { $0 == 201 })
  }

  @Test func theProcessCountIncludesThisThread() {
    let process = allocation_count()
    let thread = allocations { for _ in 0..<100 { withExtendedLifetime(makeObject()) {} } }
    #expect(thread >= 100)
    #expect(allocation_count() - process >= thread)
  }

  #if canImport(Glibc)
    @Test func functionsKeepTheirContracts() throws {
      var memory: UnsafeMutableRawPointer?
      #expect(posix_memalign(&memory, 64, 100) == 0)
      let aligned: UnsafeMutableRawPointer = try #require(memory)
      #expect(UInt(bitPattern: aligned) % 64 == 0)
      free(aligned)
      #expect(posix_memalign(&memory, 24, 100) == EINVAL)

      let zeroed = try #require(calloc(100, 8))
      #expect(UnsafeRawBufferPointer(start: zeroed, count: 800).allSatisfy { $0 == 0 })
      zeroed.storeBytes(of: 7, as: UInt8.self)
      let grown = try #require(realloc(zeroed, 100_000))
      #expect(grown.load(as: UInt8.self) == 7)
      free(grown)
    }
  #endif
}
