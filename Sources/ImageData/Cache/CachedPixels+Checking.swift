import Parallelism
import Synchronization

extension CachedPixels {
  /// The number of the first image whose pixels are not those that were written; nil if all are.
  func damage(executor: any TaskExecutor) -> Int? {
    // A mebibyte at a time stays in the caches. Read, not mapped: a disk's error is then a value, not a signal.
    let perTask = max(1, (1 << 20) / table.bytesPerImage)
    let count = table.entries.count
    let first = Mutex<Int?>(nil)
    let rooms = Pool { [table] in PixelRoom(table.bytesPerImage) }
    executor.perform((count + perTask - 1) / perTask) { [table, descriptor] task in
      rooms.withOne { room in
        for index in task * perTask..<min((task + 1) * perTask, count) {
          guard case .checksum(let expected) = table.entries[index].pixels else { continue }
          let offset = CacheHeader.pixelStart + index * table.bytesPerImage
          if !room.read(descriptor, room.count, at: offset) || checksum(room.bytes) != expected {
            first.withLock { $0 = min($0 ?? index, index) }
          }
        }
      }
    }
    return first.withLock { $0 }
  }
}
