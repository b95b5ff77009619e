#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Asks the system to read a file into its page cache, where whoever opens it next finds it.
func fetchFile(_ path: String) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return }
  #if canImport(Glibc)
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_WILLNEED)
  #else
    var range = radvisory(ra_offset: 0, ra_count: Int32.max)
    fcntl(descriptor, F_RDADVISE, &range)
  #endif
  close(descriptor)
}
