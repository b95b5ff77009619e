import Testing

@testable import train_parallel

@Test func `more threads than processors are said`() {
  #expect(threadText(asked: 8, usable: 2) == "8 threads asked for, 2 processors usable")
  #expect(threadText(asked: 2, usable: 1) == "2 threads asked for, 1 processor usable")
  #expect(threadText(asked: 1, usable: 1) == "1 thread")
  #expect(threadText(asked: 2, usable: 8) == "2 threads")
}
