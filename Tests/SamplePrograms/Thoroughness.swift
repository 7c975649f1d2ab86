/// Debug builds run everything, but less of it.
public let isThorough: Bool = {
  #if DEBUG
    false
  #else
    true
  #endif
}()
