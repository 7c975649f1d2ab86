/// Takes objects out of where they follow one another, first to last, with `take`, and hands those that are wanted to
/// `body`; the others go in again with `put`, in their order. Nobody else uses it meanwhile.
func sift(
  where isWanted: (UnsafeMutableRawPointer) -> Bool?, _ body: (UnsafeMutableRawPointer) -> Void,
  taking take: () -> UnsafeMutableRawPointer?, putting put: (UnsafeMutableRawPointer) -> Int64
) {
  var kept: [UnsafeMutableRawPointer] = unsafe []
  while let object = unsafe take() {
    if unsafe isWanted(object) == true {
      unsafe body(object)
    } else {
      unsafe kept.append(object)
    }
  }
  for index in unsafe kept.indices {
    let status = unsafe put(kept[index])
    precondition(status == 0, "there is room for what was there")
  }
}
